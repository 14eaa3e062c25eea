"""What was typed and not sent: kept, offered again, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.drafts.models import Draft
from casework.drafts.services import drafts_tidy
from casework.pages.dates import govuk_datetime, govuk_time
from casework.sign_in.sessions import session_ends_at
from tests.cast import TO_DECISION, TO_GATEKEEPER
from tests.samples import plan_item
from tests.workflows.reading import page, step_of, text_of
from tests.workflows.typed import CONSIDER, TYPED, value
from tests.workflows.working import now, task_of
from workflows.engine import work

pytestmark = pytest.mark.django_db


def keep(browser, address: str, how: str = "later", **typed: object):
    return browser.post(address, {**(typed or TYPED), "keep": how})


def test_a_draft_is_saved_by_the_button_and_shown_when_the_step_is_opened_again(request_page, cast, as_user):
    browser = as_user(cast.investigator)
    kept = keep(browser, request_page)
    assert kept.headers["Location"] == reverse("queue")
    draft = Draft.objects.get()
    said = f"was saved at {govuk_time(draft.saved_at)}. Only you can see it"
    assert said in text_of(browser.get(kept.headers["Location"]))
    opened = browser.get(request_page)
    assert value(opened, "factual_summary") == "Reported by the victim\nthe next day"
    assert f"Draft saved on {govuk_datetime(draft.saved_at)}" in text_of(opened)
    assert not page(opened).select(".govuk-error-summary, .govuk-error-message")
    assert not page(opened).title.text.startswith("Error")


def test_the_script_saves_and_is_told_when(request_page, cast, as_user):
    browser = as_user(cast.investigator)
    saved = keep(browser, request_page, "auto")
    ends_at = session_ends_at(browser.session)
    words = f"Saved at {govuk_time(Draft.objects.get().saved_at)}"
    assert saved.json() == {"words": words, "ends_at": ends_at.isoformat()}
    assert saved.headers["Cache-Control"] == "no-store"


def test_what_is_saved_later_takes_the_place_of_what_was_before(request_page, cast, as_user):
    browser = as_user(cast.investigator)
    keep(browser, request_page, "auto")
    keep(browser, request_page, "auto", issues="Identity")
    assert Draft.objects.get().typed["issues"] == ["Identity"]


def test_neither_tokens_nor_buttons_are_kept(request_page, cast, as_user):
    keep(as_user(cast.investigator), request_page, made_for="x", csrfmiddlewaretoken="y", issues="Consent\0")
    assert Draft.objects.get().typed == {"issues": ["Consent"]}


def test_every_part_of_a_repeating_form_is_kept(drive, case, cast, as_user):
    drive.do(case, *TO_DECISION)
    browser = as_user(cast.prosecutor)
    address = f"{step_of(drive, case, 'charging_decision.review')}?outcome=action_plan"
    parts = [plan_item(number, timezone.localdate(), f"Footage {number}") for number in (1, 2, 3)]
    typed = {name: given for part in parts for name, given in part.items()}
    keep(browser, address, parts=3, **typed)
    opened = browser.get(address)
    assert [value(opened, f"part-{number}-what") for number in (1, 2, 3)] == [
        "Footage 1",
        "Footage 2",
        "Footage 3",
    ]
    assert not page(opened).select(".govuk-error-message")


def test_the_choice_of_how_to_end_the_step_leads_to_the_draft(drive, case, request_page, cast, as_user):
    browser = as_user(cast.investigator)
    keep(browser, request_page)
    opened = browser.get(step_of(drive, case, CONSIDER))
    link = page(opened).select_one("main .govuk-inset-text a")
    assert (link.text, link["href"]) == ("Request early advice", request_page)


def test_the_queue_tells_of_ones_own_drafts(case, request_page, cast, as_user):
    keep(as_user(cast.investigator), request_page)
    assert text_of(as_user(cast.investigator).get(reverse("queue"))).count("Draft saved") == 1
    others = {"whose": ["mine", "unclaimed", "others"]}
    assert "Draft saved" not in text_of(as_user(cast.investigator2).get(reverse("queue"), others))


def test_nobody_else_sees_it(drive, case, request_page, cast, as_user):
    keep(as_user(cast.investigator), request_page, issues="Xylograph")
    release(drive, case, CONSIDER, cast)
    for who in ("investigator2", "supervisor", "gatekeeper", "auditor"):
        seen = as_user(getattr(cast, who)).get(request_page)
        assert "Xylograph" not in seen.content.decode(), who
        assert "Draft saved" not in text_of(seen), who


@pytest.mark.parametrize(("who", "status"), [("gatekeeper", 403), ("auditor", 403), ("outsider", 404)])
@pytest.mark.parametrize("what", [{"keep": "auto"}, {"keep": "later"}, {"discard": "1"}])
def test_who_may_not_do_the_step_keeps_nothing(request_page, cast, as_user, who, status, what):
    assert as_user(getattr(cast, who)).post(request_page, {**TYPED, **what}).status_code == status
    assert not Draft.objects.exists()


def test_it_is_discarded_by_its_button(request_page, cast, as_user):
    browser = as_user(cast.investigator)
    keep(browser, request_page)
    again = browser.post(request_page, {"discard": "1"}, follow=True)
    assert "The draft has been discarded." in text_of(again)
    assert (value(again, "issues"), Draft.objects.count()) == ("", 0)


def test_it_goes_when_the_step_is_done(drive, case, request_page, cast, as_user):
    keep(as_user(cast.investigator), request_page)
    keep(as_user(cast.investigator), request_page.replace("request", "not_sought"), reason="Not needed")
    drive.do(case, f"{CONSIDER} request")
    assert not Draft.objects.exists()


def test_what_is_refused_is_shown_again_and_the_draft_stays(drive, case, request_page, cast, as_user):
    browser = as_user(cast.investigator)
    keep(browser, request_page)
    refused = browser.post(request_page, {"factual_summary": "Another", "issues": ""})
    assert refused.status_code == 422
    assert value(refused, "factual_summary") == "Another"
    assert Draft.objects.get().typed["issues"] == ["Consent"]
    assert page(refused).select_one("form[data-draft='unsaved']")


def test_a_draft_that_comes_after_the_step_was_done_is_not_kept(drive, case, request_page, cast, as_user):
    browser = as_user(cast.investigator)
    drive.do(case, f"{CONSIDER} request")
    late = keep(browser, request_page, "auto")
    assert (late.status_code, late.json()["words"]) == (
        409,
        "Not saved: this work has already been done or has moved on",
    )
    shown = browser.post(request_page, {**TYPED, "keep": "later"})
    assert "Not saved: this work has already been done or has moved on." in text_of(shown)
    assert value(shown, "issues") == "Consent"
    assert not Draft.objects.exists()


def test_what_is_too_long_is_not_kept_and_says_so(request_page, cast, as_user):
    late = keep(as_user(cast.investigator), request_page, "auto", issues="x" * 600_000)
    assert (late.status_code, late.json()["words"]) == (
        409,
        "Not saved. This is too long to be saved as a draft",
    )


def test_what_changed_since_the_draft_is_told_above_the_form(drive, case, request_page, cast, as_user):
    keep(as_user(cast.investigator), request_page)
    release(drive, case, CONSIDER, cast)
    opened = text_of(as_user(cast.investigator).get(request_page))
    assert "This has changed" not in opened
    work.assign(task=task_of(drive, case, CONSIDER), to=cast.investigator, by=cast.supervisor, **now())
    opened = text_of(as_user(cast.investigator).get(request_page))
    assert "This has changed since then. Check that what you typed still fits." in opened
    assert "Work assigned: Supervisor Tester" in opened


def test_work_that_has_come_round_again_says_so_above_the_form(drive, case, cast, as_user):
    drive.do(case, *TO_GATEKEEPER, "file_submission.review return")
    kind = "file_submission.correct"
    keep(as_user(cast.investigator), step_of(drive, case, kind), case_summary="Mine")
    release(drive, case, kind, cast)
    drive.send(case, kind, "submit", by=cast.investigator2)
    drive.do(case, TO_GATEKEEPER[-1], "file_submission.review return")
    release(drive, case, kind, cast)
    opened = as_user(cast.investigator).get(step_of(drive, case, kind))
    assert "The work has come round again since then: this is round 2." in text_of(opened)
    assert value(opened, "case_summary") == "Mine"


class TestTidying:
    def test_old_ones_go_and_those_of_work_that_is_over(self, drive, case, request_page, cast, as_user):
        other = drive.case()
        for each in (case, other):
            keep(as_user(cast.investigator), step_of(drive, each, CONSIDER) + "?outcome=request")
        keep(as_user(cast.investigator), step_of(drive, case, "vps_offer.offer"), **{"offered_on-day": "1"})
        Draft.objects.filter(case_file=other).update(saved_at=timezone.now() - timedelta(days=31))
        kept = Draft.objects.get(case_file=case, kind=CONSIDER)
        drive.do(case, "vps_offer.offer offer")
        Draft.objects.filter(pk=kept.pk).update(kind="early_advice.over")
        assert drafts_tidy(now=timezone.now()) == 2
        assert not Draft.objects.exists()

    def test_those_in_use_stay(self, request_page, cast, as_user):
        keep(as_user(cast.investigator), request_page)
        assert drafts_tidy(now=timezone.now()) == 0
        assert Draft.objects.exists()


def release(drive, case, kind: str, cast) -> None:
    task = task_of(drive, case, kind)
    if task.owner_id:
        work.release(task=task, by=task.owner, **now())
