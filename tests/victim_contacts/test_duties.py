"""What a victim must be told of becomes somebody's duty with the event itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.deadlines.calendar import working_days_after
from casework.deadlines.rules import due_on, rule_on
from casework.events.services import event_record
from casework.events.words import WORDS
from casework.obligations.models import Obligation
from casework.people.roles import Role
from casework.victim_contacts.models import VictimContact
from casework.victim_contacts.notifiable import duty_of, notifiable, rule_for, topic_label
from tests.cast import NOT_CHARGED, TO_CHARGE, TO_DECISION
from tests.samples import day

pytestmark = pytest.mark.django_db
ABOUT_LIMIT = 30


def told_of(case: CaseFile) -> dict[str, VictimContact]:
    """The duties of a case but that of the referral, by what they are about."""
    return {
        duty.about: duty for duty in VictimContact.objects.filter(case_file=case).exclude(topic="referral")
    }


@pytest.mark.parametrize("event", notifiable().values(), ids=lambda event: event.event)
def test_every_notifiable_event_is_one_that_is_recorded_and_has_its_limit(event):
    route, _, verb = event.event.partition(".")
    assert (route, verb) in WORDS
    assert event.confidence in ("sourced", "assumption")
    if event.told_by:
        assert duty_of(route, verb) is None
        return
    assert event.owner in VictimContact.OWED
    about_whom = "" if event.alike_by else ", S10"
    assert len(f"V10, {topic_label(event.topic, 'sentence')}{about_whom}") <= ABOUT_LIMIT
    for enhanced in (True, False):
        rule_on(rule_for(event.rule, enhanced=enhanced), date(2026, 11, 27))


def test_a_charge_is_told_to_each_victim_within_a_working_day_by_the_police(drive, cast):
    case = drive.case(victims=2)
    drive.do(case, *TO_CHARGE)
    owed = Obligation.objects.open().filter(case_file=case, about__contains="charge")
    tomorrow = due_on("VIC_KEY_DECISION", timezone.localdate())
    assert [(row.about, row.role, row.owner, row.due_on) for row in owed.order_by("about")] == [
        ("V1, charge, S1", Role.INVESTIGATOR, cast.investigator, tomorrow),
        ("V2, charge, S1", Role.INVESTIGATOR, cast.investigator, tomorrow),
    ]


def test_the_page_of_the_step_says_what_is_told_and_by_when(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    duty = told_of(case)["V1, charge, S1"]
    owed = Obligation.objects.open().get(subject=duty.pk)
    page = as_user(cast.investigator).get(reverse("step", kwargs={"urn": case.urn, "task": owed.task}))
    words = page.content.decode()
    assert "That a suspect has been charged, with which offences" in words
    assert "The victim has no contact plan" in words


def test_a_decision_against_a_charge_opens_no_second_duty(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION, *NOT_CHARGED)
    assert told_of(case) == {}
    assert "review_right.tell" in drive.kinds(case)


def list_trial(drive, case) -> None:
    drive.do(case, *TO_CHARGE)
    assert drive.list_hearing(case, "trial", working_days_after(timezone.localdate(), 150)).status_code == 302


def test_a_relisting_before_the_victim_was_told_replaces_what_is_told_and_keeps_the_date(drive):
    case = drive.case()
    list_trial(drive, case)
    first = told_of(case)["V1, trial date"]
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        drive.do(case, *["hearing relist"] * 2)
    duty = told_of(case)["V1, trial date"]
    assert (duty.pk, duty.due_on, duty.replaced) == (first.pk, first.due_on, 2)
    assert duty.tell.startswith("That the trial is on another day")
    assert Obligation.objects.open().get(subject=duty.pk).due_on == first.due_on


def test_a_relisting_after_the_victim_was_told_is_told_anew(drive):
    case = drive.case()
    list_trial(drive, case)
    drive.do(case, "victim_contact.tell_by_witness_care contact", "hearing relist")
    assert VictimContact.objects.filter(case_file=case, topic="hearing").count() == 2
    assert drive.open_work(case, "victim_contact.tell_by_witness_care").role == Role.WITNESS_CARE


def test_hearings_of_two_kinds_are_told_each(drive):
    case = drive.case()
    list_trial(drive, case)
    drive.list_hearing(case, "sentence", working_days_after(timezone.localdate(), 170))
    assert set(told_of(case)) == {"V1, charge, S1", "V1, trial date", "V1, sentencing date"}


def test_what_the_court_records_of_a_defendant_is_told_of_that_defendant(drive):
    case, today = drive.case(suspects=2), timezone.localdate()
    drive.do(case, "early_advice.consider not_sought", *["bad_character.consider nil"] * 2, *TO_DECISION[2:])
    drive.do(case, *["bad_character.review review"] * 2, *["charging_decision.review charge"] * 2)
    for reference in ("S1", "S2"):
        plea = {"plea": "guilty", "court": "crown", **day("entered_on", today)}
        assert drive.recorded(case, "plea", reference, **plea).status_code == 302
    assert {"V1, plea, S1", "V1, plea, S2"} <= set(told_of(case))


def test_the_charge_of_another_suspect_is_told_too(drive):
    case = drive.case(suspects=2)
    drive.do(case, "early_advice.consider not_sought", *["bad_character.consider nil"] * 2, *TO_DECISION[2:])
    drive.do(case, *["bad_character.review review"] * 2, *["charging_decision.review charge"] * 2)
    assert set(told_of(case)) == {"V1, charge, S1", "V1, charge, S2"}


def test_a_victim_with_standard_rights_is_told_within_five_working_days(drive, record_plan, happened):
    case = drive.case()
    why = "Reviewed with the supervisor"
    assert record_plan(case, enhanced="no", standard_reason=why).status_code == 302
    assert happened(case, "arrested").status_code == 302
    limit = due_on("VIC_KEY_DECISION_STANDARD", timezone.localdate())
    assert told_of(case)["V1, arrest, S1"].due_on == limit


def test_the_limit_counts_from_the_day_of_what_happened(drive, happened):
    case, arrested_on = drive.case(), timezone.localdate() - timedelta(days=4)
    happened(case, "arrested", **day("on", arrested_on))
    duty = told_of(case)["V1, arrest, S1"]
    assert (duty.since_on, duty.due_on) == (arrested_on, due_on("VIC_KEY_DECISION", arrested_on))
    assert duty.counted("due_on").words.startswith("1 working day after ")


@pytest.mark.queue_differs
@pytest.mark.parametrize(
    ("victims", "route", "verb", "queries"),
    [
        (1, "bad_character", "reviewed", 1),
        (30, "bad_character", "reviewed", 1),
        (1, "charging", "charged", 3),
        (30, "charging", "charged", 3),
    ],
)
def test_a_notifiable_event_costs_two_queries_more_and_others_none(drive, victims, route, verb, queries):
    case = drive.case(victims=victims)
    by = drive.actor(case, Role.INVESTIGATOR)
    for _ in range(2):
        # The second overtakes what the first opened.
        with CaptureQueriesContext(
            connection,
        ) as asked:
            event_record(case=case, by=by, at=timezone.now(), route=route, verb=verb)
        assert len(asked) == queries
