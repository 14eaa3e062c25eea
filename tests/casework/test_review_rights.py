"""After a decision against a charge: the victim is told, and may have it reviewed by somebody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework.casefiles import services
from casework.charging.models import ChargingDecision
from casework.deadlines.rules import due_on, months_after
from casework.people.models import Membership
from casework.people.roles import Role
from casework.review_rights.models import DecisionReview, ReviewRight
from tests.casework.test_guards import refused
from tests.cast import NOT_CHARGED, TO_DECISION
from tests.samples import day
from workflows.engine import work

pytestmark = pytest.mark.django_db
TELL, REVIEW = "review_right.tell", "decision_review.review"
ASKED = (f"{TELL} tell", "review_right ask")


@pytest.fixture
def case(drive):
    made = drive.case()
    drive.do(made, *TO_DECISION, *NOT_CHARGED)
    return made


def test_the_victim_is_to_be_told_within_a_working_day(drive, cast, case):
    owed = drive.open_work(case, TELL)
    tomorrow = due_on("VICTIM_TOLD_OF_DECISION", timezone.localdate())
    assert (owed.role, owed.due_on) == (Role.VICTIM_LIAISON, tomorrow)


def test_each_victim_is_told_and_one_recorded_late_too(drive, cast, case):
    by = {"by": cast.investigator, "roles": (Role.INVESTIGATOR,), "at": timezone.now()}
    work.act_on_case(case=case, **by, verb=services.victim_add, family_name="Late")
    assert sorted(right.victim.reference for right in ReviewRight.objects.all()) == ["V1", "V2"]
    drive.do(case, f"{TELL} tell", f"{TELL} tell")


def test_from_the_letter_run_the_days_in_which_a_review_is_asked_for(drive, cast, case, as_user):
    drive.do(case, f"{TELL} tell")
    right, today = ReviewRight.objects.get(), timezone.localdate()
    assert (right.ask_by, right.ask_latest) == (due_on("VRR_WINDOW", today), months_after(today, 3))
    route = reverse("case_route", kwargs={"urn": case.urn, "route": "charging"})
    page = as_user(cast.liaison).get(route).content.decode()
    assert "A review can be asked for until" in page
    assert "For exceptional reasons until" in page


def test_three_months_end_with_a_shorter_month():
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_after(date(2026, 12, 15), 1) == date(2027, 1, 15)


def test_a_letter_is_not_older_than_the_decision(drive, case):
    response = drive.send(case, TELL, "tell", **day("told_on", timezone.localdate() - timedelta(days=1)))
    assert refused(response, "The date of the letter must be")


def test_an_overturned_decision_is_made_again_in_a_new_round_by_any_prosecutor(drive, cast, case):
    drive.do(case, *ASKED, f"{REVIEW} overturn")
    decision = ChargingDecision.objects.get(case_file=case)
    assert (decision.position, decision.round, decision.prosecutor) == ("review", 2, None)
    assert (decision.meeting, decision.decided_by) == (None, None)
    assert drive.open_work(case, "charging_decision.review").owner is None
    assert refused(drive.send(case, "charging_decision.review", "nfa"), "before the last material came back")
    drive.do(case, "bad_character.review review", "charging_decision.review charge")


def test_an_upheld_decision_stands_with_its_reasons(drive, cast, case, as_user):
    drive.do(case, *ASKED)
    assert refused(drive.send(case, REVIEW, "uphold", reasons=""), "Enter your reasons")
    drive.do(case, f"{REVIEW} uphold")
    assert ChargingDecision.objects.get(case_file=case).position == "nfa"
    assert DecisionReview.objects.get().reviewed_by == cast.manager


@pytest.mark.parametrize("part", ["decided", "met"])
def test_who_took_part_in_the_decision_does_not_review_it(drive, cast, case, part):
    Membership.objects.create(person=cast.prosecutor, role=Role.PROSECUTION_MANAGER, organisation=cast.area)
    drive.do(case, *ASKED)
    if part == "met":
        ChargingDecision.objects.update(decided_by=cast.manager, prosecutor=None)
    response = drive.send(case, REVIEW, "overturn", by=cast.prosecutor)
    assert refused(response, "You took part in this decision, so somebody else must review it")


def test_a_late_request_says_why_it_is_taken(drive, case):
    drive.do(case, f"{TELL} tell")
    for days, words in ((30, "Enter why a request after"), (100, "Enter the exceptional reason")):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            late = day("asked_on", timezone.localdate())
            assert refused(drive.beside(case, "review_right", "ask", **late), words)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        taken = drive.beside(case, "review_right", "ask", **late_today(), late_reason="In hospital")
        assert taken.status_code == 302
        assert DecisionReview.objects.get().late_reason == "In hospital"


def late_today() -> dict[str, object]:
    return day("asked_on", timezone.localdate())


def test_a_review_is_asked_for_once(drive, case):
    drive.do(case, *ASKED)
    assert refused(drive.beside(case, "review_right", "ask"), "has been asked for already")


def test_what_other_victims_had_of_an_overturned_decision_is_closed(drive, cast):
    case = drive.case(victims=3)
    drive.do(case, *TO_DECISION, *NOT_CHARGED, *ASKED, f"{TELL} tell")
    drive.do(case, f"{REVIEW} overturn")
    assert drive.kinds(case) & {TELL, REVIEW} == set()
    right = ReviewRight.objects.select_related("case_file", "process").get(position="told", review=None)
    asked = drive.turn(right, "ask", cast.liaison, **day("asked_on", timezone.localdate()))
    assert refused(asked, "This decision no longer stands")


def test_only_the_liaison_records_a_request(drive, cast, case):
    drive.do(case, f"{TELL} tell")
    for who, status in (("prosecutor", 403), ("investigator", 403), ("outside_prosecutor", 404)):
        assert drive.beside(case, "review_right", "ask", by=getattr(cast, who)).status_code == status


def test_a_charge_gives_no_right_to_a_review(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION, "bad_character.review review", "charging_decision.review charge")
    assert not ReviewRight.objects.exists()
