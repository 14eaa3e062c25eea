"""How long somebody stays signed in, where, and what ends it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.audit.models import AuditEntry, Operation
from casework.obligations.models import Obligation
from casework.sign_in.models import SignedInSession
from casework.sign_in.sessions import IDLE, LONGEST
from tests.cast import PASSWORD
from tests.sign_in.hands import has_app, is_in, password_typed, signs_in

pytestmark = pytest.mark.django_db
AT = "2026-11-24T10:00:10Z"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def clock():
    with time_machine.travel(AT, tick=False) as moved:
        yield moved


@pytest.fixture
def app(cast):
    return has_app(cast.investigator)


@pytest.fixture
def browser(clock, cast, app) -> Client:
    """The investigator, signed in at ten past the minute of AT."""
    browser = Client()
    signs_in(browser, cast.investigator, app)
    return browser


def another(clock, cast, app, **headers: str) -> Client:
    """The same person in another browser, a minute later."""
    clock.shift(60)
    other = Client(headers=headers)
    signs_in(other, cast.investigator, app)
    return other


def test_the_limits_are_those_of_the_house():
    assert (timedelta(minutes=15), timedelta(hours=12)) == (IDLE, LONGEST)


@pytest.mark.parametrize(("seconds", "still"), [(899, True), (900, False)])
def test_a_session_ends_15_minutes_after_its_last_request(browser, clock, seconds, still):
    clock.shift(600)
    assert is_in(browser)
    clock.shift(seconds)
    assert is_in(browser) is still


def test_no_work_makes_a_session_last_longer_than_12_hours(browser, clock):
    for _ in range(71):
        clock.shift(600)
        assert is_in(browser)
    clock.shift(599)
    assert is_in(browser)
    clock.shift(1)
    assert not is_in(browser)


def test_every_page_says_when_the_session_ends_and_that_drafts_are_kept(browser, clock):
    clock.shift(120)
    page = browser.get(reverse("overview")).content.decode()
    assert "You will be signed out at 10:17am if you do nothing until then." in page
    assert "kept as a draft" in page
    assert 'data-session-ends="2026-11-24T10:17:10+00:00"' in page


def test_who_is_not_signed_in_is_told_no_time(cast, client):
    assert "data-session-ends" not in client.get(reverse("help")).content.decode()


def test_staying_moves_the_end_and_only_that(browser, clock):
    clock.shift(800)
    answer = browser.post(reverse("account_stay"))
    assert answer.json() == {"ends_at": "2026-11-24T10:28:30+00:00"}
    clock.shift(800)
    assert is_in(browser)


def test_what_was_sent_after_the_end_is_there_after_signing_in_again(drive, cast, browser, clock, app):
    case = drive.case()
    where = {"urn": case.urn, "task": drive.open_work(case, "early_advice.consider").task}
    address = reverse("step", kwargs=where) + "?outcome=request"
    made_for = re.search('name="made_for" value="([^"]+)"', browser.get(address).content.decode())
    assert made_for
    clock.shift(1000)
    sent = {"factual_summary": "Told a friend", "made_for": made_for.group(1)}
    assert browser.post(address, sent).headers["Location"].startswith(reverse("account_login"))
    signs_in(browser, cast.investigator, app)
    assert "Told a friend" in browser.get(address).content.decode()


def test_signing_in_gives_the_session_another_key(cast, client, app):
    client.get(reverse("account_login"))
    password_typed(client, "investigator")
    before = client.session.session_key
    client.post(reverse("second_factor"), {"code": app.code()})
    assert before != client.session.session_key
    assert not Session.objects.filter(pk=before).exists()


def test_signing_in_again_gives_it_another_and_goes_on(browser, clock, app):
    clock.shift(301)
    asked = browser.get(reverse("recovery_codes"))
    again = asked.headers["Location"]
    assert again == reverse("account_again") + "?next=" + reverse("recovery_codes").replace("/", "%2F")
    before = browser.session.session_key
    done = browser.post(again, {"password": PASSWORD, "code": app.code()})
    assert done.headers["Location"] == reverse("recovery_codes")
    assert before != browser.session.session_key
    assert not Session.objects.filter(pk=before).exists()
    assert browser.get(reverse("recovery_codes")).status_code == 200
    assert "This session" in browser.get(reverse("account_security")).content.decode()


@pytest.mark.parametrize(("wrong", "words"), [("password", "password is not"), ("code", "code is not")])
def test_signing_in_again_needs_the_password_and_a_new_code(browser, clock, app, wrong, words):
    clock.shift(301)
    form = {"password": PASSWORD, "code": app.code(), wrong: "000000"}
    answer = browser.post(reverse("account_again"), form)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert browser.get(reverse("recovery_codes")).status_code == 302


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1", "foo"]
)
def test_signing_in_again_leads_nowhere_else(browser, clock, app, elsewhere):
    clock.shift(60)
    form = {"password": PASSWORD, "code": app.code(), "next": elsewhere}
    assert browser.post(reverse("account_again"), form).headers["Location"] == "/"


def test_a_wrong_password_is_written_down_once(browser, clock, app):
    clock.shift(301)
    browser.post(reverse("account_again"), {"password": "000000", "code": app.code()})
    assert AuditEntry.objects.filter(operation=Operation.SIGN_IN_FAILED).count() == 1


def test_a_form_that_was_shown_in_time_may_be_filled_in(browser, clock):
    clock.shift(290)
    assert browser.get(reverse("recovery_codes")).status_code == 200
    clock.shift(600)
    assert browser.get(reverse("recovery_codes")).status_code == 302
    assert browser.post(reverse("second_factor_change")).status_code == 302
    assert browser.post(reverse("recovery_codes")).status_code == 200
    clock.shift(1)
    assert browser.post(reverse("recovery_codes")).status_code == 302


def test_who_came_in_a_way_that_is_not_there_any_more_is_out(browser):
    session = browser.session
    session["signed_in"] = {**session["signed_in"], "how": "gone"}
    session.save()
    assert not is_in(browser)


def test_a_person_sees_their_sessions_and_ends_one(cast, browser, clock, app):
    other = another(clock, cast, app, user_agent=FIREFOX)
    page = browser.get(reverse("account_security")).content.decode()
    assert "Firefox on Windows" in page
    assert "This session" in page
    row = SignedInSession.objects.get(session=other.session.session_key)
    browser.post(reverse("session_end", kwargs={"signed_in": row.pk}))
    assert (is_in(browser), is_in(other)) == (True, False)
    assert "Firefox on Windows" not in browser.get(reverse("account_security")).content.decode()


def test_nobody_ends_the_session_of_somebody_else(cast, browser, as_user):
    row = SignedInSession.objects.get(session=browser.session.session_key)
    answer = as_user(cast.gatekeeper).post(reverse("session_end", kwargs={"signed_in": row.pk}))
    assert (answer.status_code, is_in(browser)) == (404, True)


def test_a_person_ends_all_other_sessions(cast, browser, clock, app):
    other = another(clock, cast, app)
    other.post(reverse("sessions_end_others"))
    assert (is_in(browser), is_in(other)) == (False, True)


def test_a_session_that_has_run_out_is_not_in_the_list(cast, browser, clock, app):
    other = another(clock, cast, app, user_agent=FIREFOX)
    clock.shift(899)
    is_in(browser)
    clock.shift(1)
    assert "Firefox" not in browser.get(reverse("account_security")).content.decode()
    assert not is_in(other)


def test_a_new_password_ends_the_other_sessions(cast, browser, clock, app):
    other = another(clock, cast, app)
    own = "three words together"
    form = {"oldpassword": PASSWORD, "password1": own, "password2": own}
    assert browser.post(reverse("account_change_password"), form).status_code == 302
    assert (is_in(browser), is_in(other)) == (True, False)
    assert SignedInSession.objects.get().session_id == browser.session.session_key


def test_signing_out_leaves_nothing_in_the_browser(browser):
    key = browser.session.session_key
    answer = browser.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    browser.cookies["sessionid"] = key
    assert not is_in(browser)


def test_every_page_has_the_way_out(browser):
    for name in ("overview", "queue", "cases", "account_security", "help"):
        assert reverse("account_logout") in browser.get(reverse(name)).content.decode()


def test_who_loses_their_last_role_is_out_at_once_and_their_work_is_in_its_pool(
    drive, cast, browser, as_user
):
    case = drive.case()
    owed = drive.open_work(case, "early_advice.consider")
    claim = reverse("step_claim", kwargs={"urn": case.urn, "task": owed.task})
    browser.post(claim)
    assert Obligation.objects.get(pk=owed.pk).owner == cast.investigator
    role = cast.investigator.memberships.get()
    as_user(cast.administrator).post(reverse("membership_end", kwargs={"membership": role.pk}))
    assert not is_in(browser)
    assert Obligation.objects.get(pk=owed.pk).owner is None


def test_the_list_takes_the_same_queries_for_one_session_and_for_thirty(
    cast, browser, clock, django_assert_num_queries
):
    from casework.sign_in.sessions import sessions_of

    def asked(number: int) -> None:
        with django_assert_num_queries(1):
            found = sessions_of(cast.investigator, current=None, at=timezone.now())
        assert len(found) == number

    asked(1)
    one = Session.objects.get(pk=browser.session.session_key)
    for number in range(29):
        copy = Session.objects.create(
            session_key=f"copy{number}", session_data=one.session_data, expire_date=one.expire_date
        )
        SignedInSession.objects.create(session=copy, person=cast.investigator)
    asked(30)
