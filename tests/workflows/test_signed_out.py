"""What was typed when the session had ended: it waits for who signs in again, and for nobody else."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from psycopg.errors import LockNotAvailable

from casework.drafts.models import Draft, UnsentForm
from tests.cast import PASSWORD
from tests.sign_in.hands import a_code_of, code_typed
from tests.workflows.reading import page, text_of
from tests.workflows.typed import CONSIDER, TYPED, value
from tests.workflows.working import task_of

pytestmark = pytest.mark.django_db


@pytest.mark.behind_wall
class TestSignedOut:
    """The session ends while somebody types."""

    @pytest.fixture
    def browser(self, cast) -> Client:
        client = Client()
        client.force_login(cast.investigator)
        return client

    @pytest.fixture
    def made_for(self, browser, request_page) -> str:
        return value(browser.get(request_page), "made_for")

    def sent(self, browser, address: str, made_for: str, **more: object):
        browser.logout()
        return browser.post(address, {**TYPED, "made_for": made_for, **more})

    def signs_in(self, browser, person, redirected):
        form = {"login": person.username, "password": PASSWORD}
        browser.post(redirected.headers["Location"], form)
        return code_typed(browser, a_code_of(person), follow=True)

    def test_what_was_sent_is_there_after_the_sign_in(self, browser, request_page, made_for, cast):
        redirected = self.sent(browser, request_page, made_for)
        assert redirected.status_code == 302
        assert redirected.headers["Location"].startswith(reverse("account_login"))
        shown = self.signs_in(browser, cast.investigator, redirected)
        assert shown.redirect_chain[-1][0] == request_page
        assert "What you had typed is still here. It has not been sent." in text_of(shown)
        assert value(shown, "issues") == "Consent"
        assert not UnsentForm.objects.exists()
        assert "still here" not in text_of(browser.get(request_page))

    def test_what_was_sent_last_is_what_is_kept(self, browser, request_page, made_for, cast):
        self.sent(browser, request_page, made_for, keep="auto")
        last = browser.post(request_page, {"issues": "Identity", "made_for": made_for})
        assert UnsentForm.objects.get().typed == {"issues": ["Identity"]}
        assert value(self.signs_in(browser, cast.investigator, last), "issues") == "Identity"

    @pytest.mark.parametrize("how", ["auto", "later"])
    def test_and_so_is_what_was_to_be_kept(self, browser, request_page, made_for, cast, how):
        redirected = self.sent(browser, request_page, made_for, keep=how)
        assert value(self.signs_in(browser, cast.investigator, redirected), "issues") == "Consent"

    def test_while_somebody_changes_the_case_it_waits_for_the_page_of_its_form(
        self, browser, request_page, made_for, cast, monkeypatch
    ):
        redirected = self.sent(browser, request_page, made_for)
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr("workflows.pages.unsent.draft_save", busy)
            assert value(self.signs_in(browser, cast.investigator, redirected), "issues") == ""
        assert value(browser.get(request_page), "issues") == "Consent"
        assert not UnsentForm.objects.exists()

    def test_it_is_gone_when_somebody_else_signs_in(self, browser, request_page, made_for, cast):
        shown = self.signs_in(browser, cast.investigator2, self.sent(browser, request_page, made_for))
        assert "Consent" not in shown.content.decode()
        assert not UnsentForm.objects.exists()
        assert not Draft.objects.exists()

    def test_what_has_meanwhile_been_done_is_shown_once_to_be_copied(
        self, browser, request_page, made_for, drive, case, cast
    ):
        redirected = self.sent(browser, request_page, made_for)
        drive.do(case, f"{CONSIDER} request")
        shown = self.signs_in(browser, cast.investigator, redirected)
        assert "This work has already been done" in text_of(shown)
        assert "Reported by the victim the next day" in text_of(shown)
        assert not Draft.objects.exists()
        assert not UnsentForm.objects.exists()
        assert "the next day" not in text_of(browser.get(request_page, follow=True))

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
    def test_a_form_that_was_not_made_here_is_not_kept(self, request_page, made_for):
        assert self.sent(Client(), request_page, made_for).status_code == 302
        assert not UnsentForm.objects.exists()

    def test_only_the_forms_of_a_case_are_kept(self, browser, made_for, case):
        self.sent(browser, reverse("case_change", kwargs={"urn": case.urn}), made_for)
        assert not UnsentForm.objects.exists()

    def test_without_the_token_against_forged_requests_nothing_is_kept(self, request_page, made_for):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(request_page, {**TYPED, "made_for": made_for}).status_code == 403
        assert not UnsentForm.objects.exists()


def busy(**kwargs: object) -> None:
    raise OperationalError from LockNotAvailable()
