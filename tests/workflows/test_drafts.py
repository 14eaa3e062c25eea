"""What was typed and not sent: kept, offered again, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from casework.drafts.models import Draft, UnsentForm
from casework.drafts.services import drafts_tidy
from casework.pages.dates import govuk_datetime, govuk_time
from casework.sign_in.sessions import session_ends_at
from tests.cast import PASSWORD, TO_DECISION, TO_GATEKEEPER
from tests.samples import plan_item
from tests.sign_in.hands import a_code_of, code_typed
from tests.workflows.reading import page, step_of, text_of
from tests.workflows.working import now, task_of
from workflows.engine import work

pytestmark = pytest.mark.django_db
CONSIDER = "early_advice.consider"
TYPED = {"factual_summary": "Reported by the victim\r\nthe next day", "issues": "Consent"}


@pytest.fixture
def case(drive):
    return drive.case()


@pytest.fixture
def address(drive, case) -> str:
    return f"{step_of(drive, case, CONSIDER)}?outcome=request"


def keep(browser, address: str, how: str = "later", **typed: object):
    return browser.post(address, {**(typed or TYPED), "keep": how})


def value(response, name: str) -> str:
    control = page(response).select_one(f"main [name='{name}']")
    return control.text.removeprefix("\n") if control.name == "textarea" else control["value"]


def test_a_draft_is_saved_by_the_button_and_shown_when_the_step_is_opened_again(address, cast, as_user):
    browser = as_user(cast.investigator)
    kept = keep(browser, address)
    assert kept.headers["Location"] == reverse("queue")
    draft = Draft.objects.get()
    said = f"was saved at {govuk_time(draft.saved_at)}. Only you can see it"
    assert said in text_of(browser.get(kept.headers["Location"]))
    opened = browser.get(address)
    assert value(opened, "factual_summary") == "Reported by the victim\nthe next day"
    assert f"Draft saved on {govuk_datetime(draft.saved_at)}" in text_of(opened)
    assert not page(opened).select(".govuk-error-summary, .govuk-error-message")
    assert not page(opened).title.text.startswith("Error")


def test_the_script_saves_and_is_told_when(address, cast, as_user):
    browser = as_user(cast.investigator)
    saved = keep(browser, address, "auto")
    ends_at = session_ends_at(browser.session)
    words = f"Saved at {govuk_time(Draft.objects.get().saved_at)}"
    assert saved.json() == {"words": words, "ends_at": ends_at.isoformat()}
    assert saved.headers["Cache-Control"] == "no-store"


def test_what_is_saved_later_takes_the_place_of_what_was_before(address, cast, as_user):
    browser = as_user(cast.investigator)
    keep(browser, address, "auto")
    keep(browser, address, "auto", issues="Identity")
    assert Draft.objects.get().typed["issues"] == ["Identity"]


def test_neither_tokens_nor_buttons_are_kept(address, cast, as_user):
    keep(as_user(cast.investigator), address, made_for="x", csrfmiddlewaretoken="y", issues="Consent\0")
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


def test_the_choice_of_how_to_end_the_step_leads_to_the_draft(drive, case, address, cast, as_user):
    browser = as_user(cast.investigator)
    keep(browser, address)
    opened = browser.get(step_of(drive, case, CONSIDER))
    link = page(opened).select_one("main .govuk-inset-text a")
    assert (link.text, link["href"]) == ("Request early advice", address)


def test_the_queue_tells_of_ones_own_drafts(case, address, cast, as_user):
    keep(as_user(cast.investigator), address)
    assert text_of(as_user(cast.investigator).get(reverse("queue"))).count("Draft saved") == 1
    others = {"whose": ["mine", "unclaimed", "others"]}
    assert "Draft saved" not in text_of(as_user(cast.investigator2).get(reverse("queue"), others))


def test_nobody_else_sees_it(drive, case, address, cast, as_user):
    keep(as_user(cast.investigator), address, issues="Xylograph")
    release(drive, case, CONSIDER, cast)
    for who in ("investigator2", "supervisor", "gatekeeper", "auditor"):
        seen = as_user(getattr(cast, who)).get(address)
        assert "Xylograph" not in seen.content.decode(), who
        assert "Draft saved" not in text_of(seen), who


@pytest.mark.parametrize(("who", "status"), [("gatekeeper", 403), ("auditor", 403), ("outsider", 404)])
@pytest.mark.parametrize("what", [{"keep": "auto"}, {"keep": "later"}, {"discard": "1"}])
def test_who_may_not_do_the_step_keeps_nothing(address, cast, as_user, who, status, what):
    assert as_user(getattr(cast, who)).post(address, {**TYPED, **what}).status_code == status
    assert not Draft.objects.exists()


def test_it_is_discarded_by_its_button(address, cast, as_user):
    browser = as_user(cast.investigator)
    keep(browser, address)
    again = browser.post(address, {"discard": "1"}, follow=True)
    assert "The draft has been discarded." in text_of(again)
    assert (value(again, "issues"), Draft.objects.count()) == ("", 0)


def test_it_goes_when_the_step_is_done(drive, case, address, cast, as_user):
    keep(as_user(cast.investigator), address)
    keep(as_user(cast.investigator), address.replace("request", "not_sought"), reason="Not needed")
    drive.do(case, f"{CONSIDER} request")
    assert not Draft.objects.exists()


def test_what_is_refused_is_shown_again_and_the_draft_stays(drive, case, address, cast, as_user):
    browser = as_user(cast.investigator)
    keep(browser, address)
    refused = browser.post(address, {"factual_summary": "Another", "issues": ""})
    assert refused.status_code == 422
    assert value(refused, "factual_summary") == "Another"
    assert Draft.objects.get().typed["issues"] == ["Consent"]
    assert page(refused).select_one("form[data-draft='unsaved']")


def test_a_draft_that_comes_after_the_step_was_done_is_not_kept(drive, case, address, cast, as_user):
    browser = as_user(cast.investigator)
    drive.do(case, f"{CONSIDER} request")
    late = keep(browser, address, "auto")
    assert (late.status_code, late.json()["words"]) == (
        409,
        "Not saved: this work has already been done or has moved on",
    )
    shown = browser.post(address, {**TYPED, "keep": "later"})
    assert "Not saved: this work has already been done or has moved on." in text_of(shown)
    assert value(shown, "issues") == "Consent"
    assert not Draft.objects.exists()


def test_what_is_too_long_is_not_kept_and_says_so(address, cast, as_user):
    late = keep(as_user(cast.investigator), address, "auto", issues="x" * 600_000)
    assert (late.status_code, late.json()["words"]) == (
        409,
        "Not saved. This is too long to be saved as a draft",
    )


def test_what_changed_since_the_draft_is_told_above_the_form(drive, case, address, cast, as_user):
    keep(as_user(cast.investigator), address)
    release(drive, case, CONSIDER, cast)
    opened = text_of(as_user(cast.investigator).get(address))
    assert "This has changed" not in opened
    work.assign(task=task_of(drive, case, CONSIDER), to=cast.investigator, by=cast.supervisor, **now())
    opened = text_of(as_user(cast.investigator).get(address))
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


@pytest.mark.behind_wall
class TestSignedOut:
    """The session ends while somebody types."""

    @pytest.fixture
    def browser(self, cast) -> Client:
        client = Client()
        client.force_login(cast.investigator)
        return client

    @pytest.fixture
    def made_for(self, browser, address) -> str:
        return value(browser.get(address), "made_for")

    def sent(self, browser, address: str, made_for: str, **more: object):
        browser.logout()
        return browser.post(address, {**TYPED, "made_for": made_for, **more})

    def signs_in(self, browser, person, redirected):
        form = {"login": person.username, "password": PASSWORD}
        browser.post(redirected.headers["Location"], form)
        return code_typed(browser, a_code_of(person), follow=True)

    def test_what_was_sent_is_there_after_the_sign_in(self, browser, address, made_for, cast):
        redirected = self.sent(browser, address, made_for)
        assert redirected.status_code == 302
        assert redirected.headers["Location"].startswith(reverse("account_login"))
        shown = self.signs_in(browser, cast.investigator, redirected)
        assert shown.redirect_chain[-1][0] == address
        assert "What you had typed is still here. It has not been sent." in text_of(shown)
        assert value(shown, "issues") == "Consent"
        assert not UnsentForm.objects.exists()
        assert "still here" not in text_of(browser.get(address))

    def test_what_was_sent_last_is_what_is_kept(self, browser, address, made_for, cast):
        self.sent(browser, address, made_for, keep="auto")
        last = browser.post(address, {"issues": "Identity", "made_for": made_for})
        assert UnsentForm.objects.get().typed == {"issues": ["Identity"]}
        assert value(self.signs_in(browser, cast.investigator, last), "issues") == "Identity"

    @pytest.mark.parametrize("how", ["auto", "later"])
    def test_and_so_is_what_was_to_be_kept(self, browser, address, made_for, cast, how):
        redirected = self.sent(browser, address, made_for, keep=how)
        assert value(self.signs_in(browser, cast.investigator, redirected), "issues") == "Consent"

    def test_while_somebody_changes_the_case_it_waits_for_the_page_of_its_form(
        self, browser, address, made_for, cast, monkeypatch
    ):
        redirected = self.sent(browser, address, made_for)
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr("workflows.pages.unsent.draft_save", busy)
            assert value(self.signs_in(browser, cast.investigator, redirected), "issues") == ""
        assert value(browser.get(address), "issues") == "Consent"
        assert not UnsentForm.objects.exists()

    def test_it_is_gone_when_somebody_else_signs_in(self, browser, address, made_for, cast):
        shown = self.signs_in(browser, cast.investigator2, self.sent(browser, address, made_for))
        assert "Consent" not in shown.content.decode()
        assert not UnsentForm.objects.exists()
        assert not Draft.objects.exists()

    def test_what_has_meanwhile_been_done_is_shown_once_to_be_copied(
        self, browser, address, made_for, drive, case, cast
    ):
        redirected = self.sent(browser, address, made_for)
        drive.do(case, f"{CONSIDER} request")
        shown = self.signs_in(browser, cast.investigator, redirected)
        assert "This work has already been done" in text_of(shown)
        assert "Reported by the victim the next day" in text_of(shown)
        assert not Draft.objects.exists()
        assert not UnsentForm.objects.exists()
        assert "the next day" not in text_of(browser.get(address, follow=True))

    @pytest.mark.parametrize(
        ("name", "typed", "asked"),
        [
            ("escalate", {"why": "Kept\r\nas typed", "to": "x"}, "why"),
            ("clock_pause", {"reason": "Kept\r\nas typed"}, "reason"),
            ("step_hold", {"reason": "Kept\r\nas typed", "until-day": "4"}, "reason"),
            ("step_give", {"reason": "Kept\r\nas typed"}, "reason"),
            ("document_add", {"note": "Kept as typed"}, "note"),
        ],
    )
    def test_another_form_of_a_case_is_filled_once(self, browser, drive, case, cast, name, typed, asked):
        where = {"urn": case.urn}
        if name.startswith("step"):
            where["task"] = task_of(drive, case, CONSIDER).pk
        if name == "document_add":
            where["kind"] = "mg3"
        here = reverse(name, kwargs=where)
        redirected = self.sent(browser, here, value(browser.get(here), "made_for"), **typed)
        shown = self.signs_in(browser, cast.investigator, redirected)
        assert shown.redirect_chain[-1][0] == here
        assert "What you had typed is still here. It has not been sent." in text_of(shown)
        assert value(shown, asked) == typed[asked].replace("\r\n", "\n")
        assert not page(shown).select(".govuk-error-summary, .govuk-error-message")
        assert not UnsentForm.objects.exists()
        assert "Kept" not in text_of(browser.get(here))

    def test_it_is_shown_to_nobody_else_and_at_no_other_address(self, browser, case, cast):
        here, pause = (reverse(name, kwargs={"urn": case.urn}) for name in ("escalate", "clock_pause"))
        made_for = value(browser.get(here), "made_for")
        self.sent(browser, pause, made_for)
        assert not UnsentForm.objects.exists()
        shown = self.signs_in(browser, cast.supervisor, self.sent(browser, here, made_for, why="Mine"))
        assert "Mine" not in shown.content.decode()
        assert not UnsentForm.objects.exists()

    @pytest.mark.parametrize("made_for", ["", "made up", "x:y"])
    def test_a_form_that_was_not_made_here_is_not_kept(self, address, made_for):
        assert self.sent(Client(), address, made_for).status_code == 302
        assert not UnsentForm.objects.exists()

    def test_only_the_forms_of_a_case_are_kept(self, browser, made_for, case):
        self.sent(browser, reverse("case_change", kwargs={"urn": case.urn}), made_for)
        assert not UnsentForm.objects.exists()

    def test_without_the_token_against_forged_requests_nothing_is_kept(self, address, made_for):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(address, {**TYPED, "made_for": made_for}).status_code == 403
        assert not UnsentForm.objects.exists()


class TestTidying:
    def test_old_ones_go_and_those_of_work_that_is_over(self, drive, case, address, cast, as_user):
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

    def test_those_in_use_stay(self, address, cast, as_user):
        keep(as_user(cast.investigator), address)
        assert drafts_tidy(now=timezone.now()) == 0
        assert Draft.objects.exists()


def busy(**kwargs: object) -> None:
    raise OperationalError from LockNotAvailable()


def release(drive, case, kind: str, cast) -> None:
    task = task_of(drive, case, kind)
    if task.owner_id:
        work.release(task=task, by=task.owner, **now())
