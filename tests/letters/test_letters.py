"""Letters to victims: drafted from a template with the days of the rules, printed, sent, and read by whom."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from casework.deadlines.holidays import years_held
from casework.deadlines.rules import due_on
from casework.letters.models import Letter
from casework.letters.templates import templates
from casework.pages.dates import govuk_date
from casework.review_rights.models import ReviewRight
from tests.casework.test_guards import refused
from tests.cast import TO_CHARGE, TO_DECISION
from tests.letters.written import CHECKED, DECIDED, DRAFTED, address, drive_get
from tests.samples import day, sample

pytestmark = pytest.mark.django_db
REVIEWED = (*DECIDED, "review_right.tell tell", "review_right ask")


def words_of(letter: Letter) -> str:
    return "\n".join(part["words"] for part in letter.versions.latest("number").parts)


def test_beginning_a_letter_leads_to_its_draft(case, drive, cast, as_user):
    response = drive.letter(case)
    assert response["Location"] == address("step", case, task=drive.open_work(case, "letter.draft").task)
    assert drive.open_work(case, "letter.draft").owner == cast.liaison
    page = as_user(cast.liaison).get(response["Location"]).content.decode()
    assert "It does not mean that you were not believed." in page
    assert "Victimname0" not in page


def test_a_prosecutor_begins_and_drafts_a_letter_beside_its_step(case, drive, cast):
    response = drive.letter(case, by=cast.prosecutor)
    letter = Letter.objects.get(case_file=case)
    assert response["Location"].endswith(f"/records/letter/{letter.pk}/draft_too/")
    assert drive.beside(case, "letter", "draft_too", by=cast.prosecutor).status_code == 302
    letter.refresh_from_db()
    assert (letter.position, letter.current.drafted_by) == ("check", cast.prosecutor)


@pytest.mark.parametrize(
    ("done", "matter"),
    [
        (DECIDED, "no_further_action-S1-V1"),
        (TO_CHARGE, "charge-S1-V1"),
        ((*REVIEWED, "decision_review.review uphold"), "review-S1-V1"),
        ((*REVIEWED, "decision_review.review overturn"), "review-S1-V1"),
    ],
)
def test_each_kind_of_letter_goes_from_its_template_to_a_paper(drive, cast, as_user, done, matter):
    case = drive.case()
    drive.do(case, *done)
    assert drive.letter(case, matter).status_code == 302
    drive.do(case, DRAFTED, CHECKED, "letter.send sent")
    where = address("paper_letter", case, number=1, version=1)
    paper = PdfReader(BytesIO(as_user(cast.liaison).get(where).content))
    said = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    template = templates()[Letter.objects.get().versions.get().template]
    assert all(" ".join(part.title.split()) in said for part in template.parts)
    for words in ("Dear Victimname0", "OFFICIAL-SENSITIVE", "letter 1, version 1, checked", "{"):
        assert (words in said) == (words != "{")
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Victimname0" not in f"{paper.metadata}"


def test_the_days_of_the_letter_are_those_of_the_rules_from_its_own_date(case, drive, letter):
    drive.do(case, DRAFTED)
    today = timezone.localdate()
    for words in (
        f"ask by {govuk_date(due_on('VRR_WINDOW', today))}. That is 10 working days after",
        f"after {govuk_date(due_on('VRR_LATEST', today))} only in exceptional",
    ):
        assert words in words_of(letter)


def test_the_days_are_those_that_the_step_of_the_review_reckons_with(case, drive, letter):
    drive.do(case, DRAFTED, CHECKED, "review_right.tell tell")
    right = ReviewRight.objects.get(case_file=case)
    assert f"ask by {govuk_date(right.ask_by)}." in words_of(letter)


def test_the_charges_that_were_authorised_are_in_the_letter(drive):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    drive.letter(case, "charge-S1-V1")
    task = drive.open_work(case, "letter.draft").task
    assert "Rape of a woman aged 16 or over" in drive_get(drive, case, task)


def test_a_letter_is_not_dated_in_the_past(case, drive, letter):
    yesterday = day("dated_on", timezone.localdate() - timedelta(days=1))
    response = drive.send(case, "letter.draft", "draft", **yesterday)
    assert refused(response, "The date of the letter must be today or in the future")


def test_a_letter_is_not_dated_in_a_year_without_bank_holidays(case, drive, letter):
    later = day("dated_on", date(max(years_held()) + 1, 3, 1))
    response = drive.send(case, "letter.draft", "draft", **later)
    assert refused(response, "The date must be one for which bank holidays are held")


def test_a_letter_is_not_sent_after_its_own_date(case, drive, letter, time_travel):
    drive.do(case, DRAFTED, CHECKED)
    with time_travel(days=1):
        response = drive.send(case, "letter.send", "sent")
    assert refused(response, "its days count from then. Draft it again with the day on which it is sent")
    assert Letter.objects.get().sent_on is None


def test_a_part_without_words_is_refused(case, drive, letter):
    response = drive.send(case, "letter.draft", "draft", part_reasons="")
    assert refused(response, "Enter what belongs under “Why we decided this”")


def test_the_same_letter_is_not_begun_twice_and_none_before_a_decision(case, drive, letter):
    assert refused(drive.letter(case), "This letter is being written already")
    undecided = drive.case()
    drive.do(undecided, *TO_DECISION)
    assert drive.letter(undecided).status_code == 422
    assert Letter.objects.count() == 1


def test_a_letter_that_was_sent_can_be_followed_by_another(case, drive, letter):
    drive.do(case, DRAFTED, CHECKED, "letter.send sent")
    assert drive.letter(case).status_code == 302
    assert [each.number for each in Letter.objects.filter(case_file=case)] == [1, 2]


def test_the_step_of_the_review_leads_to_the_letter_and_shows_the_checked_one(case, drive, cast, as_user):
    where = address("step", case, task=drive.open_work(case, "review_right.tell").task)
    browser = as_user(cast.liaison)
    page = browser.get(where).content.decode()
    assert f"{address('letter_add', case)}?matter=no_further_action-S1-V1-1" in page
    assert "Checked letter" not in page
    drive.letter(case)
    drive.do(case, DRAFTED, CHECKED)
    page = browser.get(where).content.decode()
    assert "Checked letter 1, version 1" in page
    assert address("letter", case, number=1) in page
    assert "Draft the letter" not in as_user(cast.auditor).get(where).content.decode()


def test_the_victim_is_named_on_the_page_of_the_letter_and_on_no_other(case, drive, cast, as_user, letter):
    drive.do(case, DRAFTED)
    browser = as_user(cast.prosecutor)
    assert "Victimname0" in browser.get(address("letter", case, number=1)).content.decode()
    for where in (
        address("case_route", case, route="letters"),
        address("step", case, task=drive.open_work(case, "letter.check").task),
        address("case_activity", case),
        address("case", case),
        reverse("queue"),
    ):
        assert "Victimname0" not in browser.get(where).content.decode()


@pytest.mark.parametrize("who", ["outsider", "outside_prosecutor", "administrator"])
def test_others_get_no_letter(case, drive, cast, as_user, letter, who):
    drive.do(case, DRAFTED, CHECKED)
    browser = as_user(getattr(cast, who))
    for name, where in (
        ("letter_add", {}),
        ("letter", {"number": 1}),
        ("paper_letter", {"number": 1, "version": 1}),
    ):
        assert browser.get(address(name, case, **where)).status_code == 404
    assert browser.post(address("letter_add", case), {"matter": "x"}).status_code == 404


def test_the_police_read_a_letter_and_do_not_write_one(case, drive, cast, as_user, letter):
    drive.do(case, DRAFTED, CHECKED)
    browser = as_user(cast.investigator)
    assert browser.get(address("paper_letter", case, number=1, version=1)).status_code == 200
    assert browser.get(address("letter_add", case)).status_code == 403


def test_what_the_drafter_types_in_braces_stays_as_it_is(case, drive, letter):
    drive.send(case, "letter.draft", "draft", part_reasons="See {ask_by} and {0}")
    assert "See {ask_by} and {0}" in words_of(letter)


@pytest.mark.parametrize("template", templates().values(), ids=lambda each: each.key)
def test_every_template_is_dated_sourced_and_asks_for_reasons(template):
    assert template.version >= 1
    assert template.source
    assert template.dated <= date(2026, 12, 31)
    assert "reasons" in [part.key for part in template.to_write]
    assert not any(figure in part.words for part in template.parts for figure in "0123456789")
    assert {f"part_{part.key}" for part in template.to_write} <= set(
        sample("letter.draft", "draft", date.min)
    )
