"""Giving out several pieces of work at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.obligations.models import Obligation
from casework.people.roles import Role
from tests.audit.costs import WRITTEN_DOWN
from tests.cast import CONSIDERED, TO_GATEKEEPER, person
from tests.workflows.reading import page, text_of
from tests.workflows.several import GIVE_OUT, boxes, claim, hidden, hold, section, value

pytestmark = pytest.mark.django_db


def files_for_review(drive, number: int) -> list[Obligation]:
    cases = [drive.case() for _ in range(number)]
    for case in cases:
        drive.do(case, *TO_GATEKEEPER)
    return [drive.open_work(case, "file_submission.review") for case in cases]


def confirm(browser, form: dict, address: str = GIVE_OUT):
    """Send what was selected, as the page on which it is confirmed does."""
    return browser.post(address, {**form, "confirmed": "1"})


def test_what_is_not_theirs_is_not_found_and_not_named(drive, cast, as_user):
    owed = drive.open_work(drive.case(), "vps_offer.offer")
    away = person("away", Role.SUPERVISOR, cast.force, cast.force.units.exclude(pk=cast.unit.pk).first())
    browser, form = as_user(away), {"work": value(owed), "to": away.pk}
    assert boxes(browser.get(GIVE_OUT)) == {}
    told = browser.post(GIVE_OUT, form)
    done = confirm(browser, form)
    for response in (told, done):
        assert "1 of what you selected is not found in the work that you give out." in text_of(response)
        assert owed.case_file.urn not in response.content.decode()
    assert (told.status_code, done.status_code) == (200, 409)
    owed.refresh_from_db()
    assert owed.owner == cast.investigator


def test_nothing_is_given_before_it_is_confirmed(drive, cast, as_user):
    owed = files_for_review(drive, 2)
    browser = as_user(cast.gatekeeper)
    form = {"work": [value(each) for each in owed], "to": cast.gatekeeper2.pk, "reason": "Leave"}
    told = browser.post(GIVE_OUT, form)
    assert "Check before you give out work" in text_of(told)
    assert len(section(told, "Will be given to Gatekeeper2 Tester (2)")) == 2
    assert not Obligation.objects.filter(owner=cast.gatekeeper2).exists()
    sent_on = hidden(told)
    assert sent_on == {"confirmed": ["1"], "work": form["work"], "to": [str(form["to"])], "reason": ["Leave"]}
    assert browser.post(GIVE_OUT, sent_on).status_code == 302
    assert Obligation.objects.filter(owner=cast.gatekeeper2).count() == 2


def test_several_pieces_go_to_one_person_each_with_an_event(drive, cast, as_user):
    owed = files_for_review(drive, 3)
    browser = as_user(cast.gatekeeper)
    form = {"work": [value(each) for each in owed[:2]], "to": cast.gatekeeper2.pk, "reason": "Leave"}
    done = browser.get(confirm(browser, form).headers["Location"])
    given = ", ".join(f"Review the file ({each.case_file.urn})" for each in owed[:2])
    assert f"Given to Gatekeeper2 Tester (2): {given}." in text_of(done)
    owners = [Obligation.objects.get(pk=each.pk).owner for each in owed]
    assert owners == [cast.gatekeeper2, cast.gatekeeper2, None]
    assert [each.case_file.events.get(verb="assigned").reason for each in owed[:2]] == ["Leave", "Leave"]


def test_it_is_listed_as_it_was_selected_and_what_was_left_out_is_told(drive, cast, as_user):
    owed, browser = files_for_review(drive, 3), as_user(cast.gatekeeper)
    claim(owed[1], cast.gatekeeper2)
    owed[1].refresh_from_db()
    form = {"work": [value(each) for each in reversed(owed)], "to": cast.gatekeeper2.pk}
    told = browser.post(GIVE_OUT, form)
    urns = [each.case_file.urn for each in (owed[2], owed[0])]
    given = section(told, "Will be given to Gatekeeper2 Tester (2)")
    assert [urn in words for urn, words in zip(urns, given, strict=True)] == [True, True]
    done = text_of(browser.get(browser.post(GIVE_OUT, hidden(told)).headers["Location"]))
    assert f"(2): Review the file ({urns[0]}), Review the file ({urns[1]})." in done
    assert "Left out of what you selected: 1." in done


def test_what_cannot_be_given_is_named_with_its_reason_before_anything_is_done(drive, cast, as_user):
    owed = files_for_review(drive, 4)
    form = {"work": [value(each) for each in owed], "to": cast.gatekeeper2.pk}
    claim(owed[1], person("gatekeeper3", Role.GATEKEEPER, cast.force))
    drive.do(owed[2].case_file, "file_submission.review accept")
    claim(owed[3], cast.gatekeeper2)
    owed[3].refresh_from_db()
    form["work"][3] = value(owed[3])
    told = as_user(cast.gatekeeper).post(GIVE_OUT, form)
    assert [owed[0].case_file.urn in row for row in section(told, "Will be given to")] == [True]
    why = zip(owed[1:], section(told, "Will not be given (3)"), REASONS, strict=True)
    assert all(each.case_file.urn in row and reason in row for each, row, reason in why)


REASONS = (
    "Gatekeeper3 Tester has this now. Check it, then try again.",
    "This has already been done or is no longer needed.",
    "Gatekeeper2 Tester has this already.",
)


def test_work_that_the_chosen_person_cannot_do_is_named(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *CONSIDERED, "file_submission.prepare submit")
    sign_off, offer = (
        drive.open_work(case, kind) for kind in ("file_submission.sign_off", "vps_offer.offer")
    )
    form = {"work": [value(sign_off), value(offer)], "to": cast.investigator2.pk}
    (refused,) = section(as_user(cast.supervisor).post(GIVE_OUT, form), "Will not be given (1)")
    assert "Investigator2 Tester cannot do this work." in refused
    assert confirm(as_user(cast.supervisor), form).status_code == 409
    assert drive.open_work(case, "vps_offer.offer").owner == cast.investigator2
    assert drive.open_work(case, "file_submission.sign_off").owner is None


def test_what_changed_after_it_was_confirmed_is_told_and_can_be_checked_again(drive, cast, as_user):
    owed = files_for_review(drive, 2)
    browser = as_user(cast.gatekeeper)
    form = {"work": [value(each) for each in owed], "to": cast.gatekeeper2.pk, "reason": "Kept as typed"}
    sent_on = hidden(browser.post(GIVE_OUT, form))
    claim(owed[1], person("gatekeeper3", Role.GATEKEEPER, cast.force))
    done = browser.post(GIVE_OUT, sent_on)
    assert done.status_code == 409
    assert page(done).h1.text == "Given to Gatekeeper2 Tester: 1. Not given: 1"
    (left,) = section(done, "Not given (1)")
    assert owed[1].case_file.urn in left
    assert "Gatekeeper3 Tester has this now" in left
    owed[1].refresh_from_db()
    assert hidden(done) == {
        "work": [value(owed[1])],
        "to": sent_on["to"],
        "reason": ["Kept as typed"],
    }
    again = browser.post(GIVE_OUT, hidden(done))
    assert len(section(again, "Will be given to Gatekeeper2 Tester (1)")) == 1


def test_all_of_the_work_of_one_person_goes_to_another(drive, cast, as_user):
    for _ in range(15):
        drive.case()
    browser, here = as_user(cast.supervisor), f"{GIVE_OUT}?holder={cast.investigator.pk}"
    listed = browser.get(here)
    assert "Select all 90 in this list, on every page" in text_of(listed)
    assert len(boxes(listed)) == 50
    sent_on = hidden(browser.post(here, {"all": "1", "to": cast.investigator2.pk}))
    assert len(sent_on["work"]) == 90
    assert browser.post(here, sent_on).status_code == 302
    assert not Obligation.objects.open().filter(owner=cast.investigator).exists()
    assert Obligation.objects.open().filter(owner=cast.investigator2).count() == 90


def test_no_more_is_done_at_once_than_may_be_and_the_rest_is_told(drive, cast, as_user, settings):
    settings.CASEWORK_MOST_AT_ONCE = 2
    drive.case()
    told = as_user(cast.supervisor).post(GIVE_OUT, {"all": "1", "to": cast.investigator2.pk})
    assert "At most 2 can be done at once. The last 4 of what you selected are left" in text_of(told)
    assert len(hidden(told)["work"]) == 2


def test_that_a_hold_ends_is_told(drive, cast, as_user):
    owed = drive.open_work(drive.case(), "bad_character.consider")
    hold(owed, cast.investigator)
    told = as_user(cast.supervisor).post(GIVE_OUT, {"work": value(owed), "to": cast.investigator2.pk})
    assert "Its hold ends with this." in section(told, "Will be given to")[0]


def test_the_check_costs_the_same_for_one_and_for_thirty(drive, cast, as_user):
    counts = []
    for cases in (1, 7):
        for _ in range(cases):
            drive.case()
        form = {"all": "1", "to": cast.investigator2.pk}
        browser = as_user(cast.supervisor)
        browser.get(GIVE_OUT)
        with CaptureQueriesContext(connection) as captured:
            assert "Check before you" in text_of(browser.post(GIVE_OUT, form))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15 + WRITTEN_DOWN


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"to": "", "work": "ticked"}, "Select who you want to give it to"),
        ({"to": "someone"}, "Select the work that you want to give out"),
        ({"to": "someone", "work": "junk"}, "Select the work that you want to give out"),
        ({"to": "0", "work": "ticked"}, "Select a colleague from the list"),
    ],
)
def test_what_is_missing_is_asked_for_and_the_rest_kept(drive, cast, as_user, form, message):
    owed = drive.open_work(drive.case(), "vps_offer.offer")
    values = {"ticked": value(owed), "someone": cast.investigator2.pk}
    sent = {name: values.get(given, given) for name, given in form.items()}
    response = as_user(cast.supervisor).post(GIVE_OUT, sent)
    assert response.status_code == 422
    assert message in text_of(response)
    assert page(response).title.text.startswith("Error: ")
    assert boxes(response)[value(owed)] is (sent.get("work") == value(owed))
    assert page(response).select_one(page(response).select_one(".govuk-error-summary a")["href"])
