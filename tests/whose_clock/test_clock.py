"""The clock of real cases: carried through their steps at set moments, paused and restarted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.amend import case_file_amend
from casework.casefiles.models import CaseFile
from casework.people.roles import Role
from casework.whose_clock.models import ClockPause
from casework.whose_clock.parties import Party
from casework.whose_clock.selectors import clock_of
from casework.whose_clock.spells import time_by_party
from tests.cast import CONSIDERED, NOT_CHARGED, TO_DECISION
from tests.whose_clock.pausing import pause, pause_form, restart
from tests.workflows.test_routes import two_items
from tests.workflows.working import task_of
from workflows.demonstration.loading import demonstration_load
from workflows.engine import work
from workflows.engine.work import act_on_case

pytestmark = pytest.mark.django_db

BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)


def day(number: float) -> datetime:
    return BEGAN + timedelta(days=number)


@pytest.fixture
def on(drive):
    """Do something on a day of the case, on which the whole product believes to be."""

    def on_day(number: float, act, *arguments, **options):
        with time_machine.travel(day(number), tick=False):
            return act(*arguments, **options)

    return on_day


def days_of(case: CaseFile, until: float) -> dict[str, float]:
    times = time_by_party(clock_of(case, day(until)).spells)
    return {party.value: time / timedelta(days=1) for party, time in times.items() if time}


def test_a_case_goes_from_hand_to_hand(drive, on):
    case = on(0, drive.case)
    on(3, drive.do, case, "early_advice.consider request")
    on(5, drive.do, case, "early_advice.triage accept")
    on(9, drive.do, case, "early_advice.advise advise", "early_advice.acknowledge acknowledge")
    on(20, drive.do, case, CONSIDERED[1], *TO_DECISION[2:5])
    on(22, drive.do, case, TO_DECISION[5], "bad_character.review review")
    on(30, drive.do, case, "charging_decision.review action_plan")
    on(44, drive.do, case, "plan_item.answer answer")
    on(46, drive.do, case, "plan_item.check accept")
    on(50, drive.do, case, "charging_decision.review charge")
    # Advice 3 to 9, the request and the decision 20 to 30, the answer and the decision 44 to 50.
    assert days_of(case, 60) == {"police": 28, "cps": 22, "court": 10}


def test_what_the_clock_shows_adds_up_to_the_days_since_the_registration(drive, on):
    case = on(0, drive.case)
    on(3.3, drive.do, case, "early_advice.consider request")
    on(7.6, drive.do, case, "early_advice.triage reject")
    shown = clock_of(case, day(11.1)).days
    assert shown == {Party.POLICE: 7, Party.CPS: 4}
    assert sum(shown.values()) == 11


def test_bad_character_and_statements_run_beside_it(drive, on):
    case = on(0, drive.case)
    on(1, drive.do, case, "bad_character.consider nil", "vps_offer.offer offer", "vps_offer.answer want")
    on(2, drive.do, case, "vps_offer.take take")
    assert days_of(case, 5) == {"police": 5}


def test_a_case_without_further_action_is_at_rest(drive, on):
    case = on(0, drive.case)
    on(4, drive.do, case, *TO_DECISION)
    on(6, drive.do, case, "bad_character.review review", *NOT_CHARGED)
    assert days_of(case, 9) == {"police": 4, "cps": 2, "nobody": 3}


def test_advice_that_was_never_given_does_not_keep_a_charged_case_from_court(drive, on):
    case = on(0, drive.case)
    on(1, drive.do, case, "early_advice.consider request")
    on(2, drive.do, case, "bad_character.consider nil", *TO_DECISION[2:], "bad_character.review review")
    on(4, drive.do, case, "charging_decision.review charge")
    assert days_of(case, 6) == {"police": 1, "cps": 3, "court": 2}


def test_a_withdrawn_request_is_owed_by_nobody_until_it_is_taken_up_again(drive, on, cast):
    case = on(0, drive.case)
    on(1, drive.do, case, "early_advice.consider request")
    act = {
        "task": task_of(drive, case, "early_advice.triage"),
        "by": cast.supervisor,
        "reason": "Not wanted now",
    }
    on(3, work.cancel, at=day(3), **act)
    on(7, work.reinstate, at=day(7), **act)
    assert days_of(case, 8) == {"police": 5, "cps": 3}


def test_time_for_a_third_party_is_not_the_time_of_who_paused(drive, on, cast):
    case = on(0, drive.case)
    on(2, pause, case, cast.investigator, day(2))
    on(6, restart, case, cast.supervisor, day(6))
    assert days_of(case, 9) == {"police": 5, "third_party": 4}


def test_a_pause_is_over_when_the_side_that_waits_sends_the_case_on(drive, on, cast):
    case = on(0, drive.case)
    on(1, pause, case, cast.gatekeeper, day(1))
    on(3, drive.do, case, "early_advice.consider request")
    on(5, drive.do, case, "early_advice.triage reject")
    assert days_of(case, 6) == {"police": 2, "third_party": 2, "cps": 2}
    assert case.events.get(verb="clock_restarted").reason.endswith("Forensic provider: The case was sent on")


def test_a_pause_goes_on_while_items_of_the_plan_are_unanswered(drive, on, cast):
    case = on(0, drive.case)
    on(1, drive.do, case, *TO_DECISION)
    on(1, drive.send, case, "charging_decision.review", "action_plan", **two_items())
    on(2, pause, case, cast.investigator, day(2))
    on(3, drive.do, case, "plan_item.answer answer", "plan_item.check accept")
    assert ClockPause.objects.open().exists()
    on(4, drive.send, case, "plan_item.answer", "more_time")
    on(5, drive.do, case, "plan_item.answer answer")
    assert not ClockPause.objects.open().exists()


def test_a_pause_of_the_cps_goes_on_until_every_suspect_is_decided(drive, on, cast):
    case = on(0, drive.case, suspects=2)
    on(1, drive.do, case, CONSIDERED[0], *[CONSIDERED[1]] * 2, *TO_DECISION[2:])
    on(1, drive.do, case, *["bad_character.review review"] * 2)
    on(2, pause, case, cast.prosecutor, day(2))
    on(3, drive.do, case, "charging_decision.review charge")
    assert ClockPause.objects.open().exists()
    on(4, drive.do, case, "charging_decision.review charge")
    assert not ClockPause.objects.open().exists()


def test_the_cps_pause_their_own_clock(drive, on, cast):
    case = on(0, drive.case)
    on(1, drive.do, case, "early_advice.consider request")
    on(2, pause, case, cast.prosecutor, day(2))
    assert ClockPause.objects.get().side == "cps"
    assert days_of(case, 6) == {"police": 1, "cps": 1, "third_party": 4}


def test_everything_goes_on_while_the_clock_is_paused(drive, on, cast, as_user):
    case = on(0, drive.case)
    due = drive.open_work(case, "early_advice.consider").due_on
    on(1, pause, case, cast.investigator, day(1))
    owed = drive.open_work(case, "early_advice.consider")
    # The date stands, and so does the moment of its reminder.
    assert (owed.due_on, owed.act_after is None) == (due, False)
    on(2, drive.do, case, "bad_character.consider nil", "early_advice.consider not_sought")
    on(3, drive.do, case, "file_submission.prepare submit", "file_submission.sign_off return")
    details = {"case": case, "by": cast.investigator, "roles": (Role.INVESTIGATOR,), "at": day(4)}
    assert on(4, act_on_case, verb=case_file_amend, crime_number="20/1", **details) == ["crime_number"]
    assert days_of(case, 5) == {"police": 3, "third_party": 2}


def test_a_case_from_an_export_has_its_clock_from_its_registration(cast):
    assert demonstration_load(3) == CaseFile.objects.count() == 3
    for case in CaseFile.objects.all():
        clock = clock_of(case, timezone.now())
        assert clock.spells[0].began_at == case.registered_at
        assert sum(clock.days.values()) in _days(timezone.now() - case.registered_at)


def _days(length: timedelta) -> set[int]:
    return {length // timedelta(days=1), -(-length // timedelta(days=1))}


def test_one_pause_at_a_time_is_kept_by_the_database(drive, cast):
    case = drive.case()
    made = pause(case, cast.investigator, timezone.now())
    again = {name: getattr(made, name) for name in ("category", "awaited", "reason", "expected_on", "side")}
    with pytest.raises(IntegrityError, match="clock_paused_once"), transaction.atomic():
        ClockPause.objects.create(
            case_file=case, started_at=timezone.now(), started_by=cast.investigator, **again
        )


def test_the_events_say_what_was_waited_for_and_why_it_is_over(drive, cast):
    case = drive.case()
    pause(case, cast.investigator, timezone.now())
    restart(case, cast.investigator, timezone.now())
    restarted, paused = case.events.filter(route="whose_clock")
    assert paused.words == "Clock paused while a third party is waited for"
    assert paused.reason.startswith("Forensic examination, Forensic provider, expected on ")
    assert restarted.reason == "Forensic examination, Forensic provider: The report has come"


def send(as_user, case, who, name: str, **form):
    return as_user(who).post(reverse(name, kwargs={"urn": case.urn}), form)


def errors(response) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [each.get_text(strip=True) for each in page.select(".govuk-error-summary li")]


def test_the_page_pauses_and_restarts(drive, cast, as_user):
    case = drive.case()
    assert send(as_user, case, cast.investigator, "clock_pause", **pause_form()).status_code == 302
    page = as_user(cast.gatekeeper).get(reverse("case", kwargs={"urn": case.urn})).content.decode()
    assert "The police wait for Forensic provider (forensic examination)." in page
    ended = {"ended_because": "The report has come"}
    assert send(as_user, case, cast.gatekeeper, "clock_restart", **ended).status_code == 302
    assert ClockPause.objects.get().ended_by == cast.gatekeeper


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"category": ""}, "Select what you are waiting for"),
        ({"awaited": ""}, "Enter the organisation that you are waiting for"),
        ({"reason": ""}, "Enter why the case cannot go on without it"),
        ({"expected_on-year": "2020"}, "The date you expect it must be in the future"),
    ],
)
def test_a_pause_says_what_is_missing(drive, cast, as_user, changes, message):
    case = drive.case()
    response = send(as_user, case, cast.investigator, "clock_pause", **{**pause_form(), **changes})
    assert (response.status_code, errors(response)) == (422, [message])
    assert not ClockPause.objects.exists()


def test_a_second_pause_is_refused(drive, cast, as_user):
    case = drive.case()
    pause(case, cast.investigator, timezone.now())
    response = send(as_user, case, cast.supervisor, "clock_pause", **pause_form())
    assert errors(response) == ["The clock is paused already. Restart it first"]


def test_only_the_side_that_paused_restarts(drive, cast, as_user):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    pause(case, cast.investigator, timezone.now())
    response = send(as_user, case, cast.prosecutor, "clock_restart", ended_because="Enough")
    assert errors(response) == ["The police paused their clock, so only they can restart it"]
    assert ClockPause.objects.open().exists()


def test_a_clock_that_runs_is_not_restarted(drive, cast, as_user):
    case = drive.case()
    response = send(as_user, case, cast.investigator, "clock_restart", ended_because="Enough")
    assert errors(response) == ["The clock is not paused"]


def test_nobody_pauses_a_case_that_is_at_rest(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *TO_DECISION, "bad_character.review review", *NOT_CHARGED)
    response = send(as_user, case, cast.investigator, "clock_pause", **pause_form())
    refused = "Neither the police nor the CPS have this case now, so no clock of theirs runs"
    assert errors(response) == [refused]


@pytest.mark.parametrize(
    ("who", "status"), [("liaison", 403), ("auditor", 403), ("outsider", 404), ("outside_prosecutor", 404)]
)
def test_nobody_else_pauses(drive, cast, as_user, who, status):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    response = send(as_user, case, getattr(cast, who), "clock_pause", **pause_form())
    assert (response.status_code, ClockPause.objects.exists()) == (status, False)


def test_a_wait_that_lasts_longer_than_expected_is_shown_to_who_leads(drive, cast, as_user, on):
    case = on(0, drive.case)
    on(1, pause, case, cast.investigator, day(1))
    for late, number in ((False, 11), (True, 12)):
        for who, name, where in (
            (cast.supervisor, "overview", {}),
            (cast.gatekeeper, "overview", {}),
            (cast.investigator, "case_clock", {"urn": case.urn}),
        ):
            page = on(number, as_user(who).get, reverse(name, kwargs=where)).content.decode()
            assert (">Overdue<" in page) == late, (who, name, number)
    for who in (cast.outsider, cast.investigator):
        assert case.urn not in main(on(12, as_user(who).get, reverse("overview")), "Third parties")


def main(response, heading: str) -> str:
    """What stands under a heading of the page, or nothing."""
    page = BeautifulSoup(response.content, "html.parser")
    found = page.find("h2", string=lambda text: text and text.startswith(heading))
    return found.find_next("ul").get_text() if found else ""
