"""After a decision against a charge: the victim is told, and may have it reviewed by somebody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.access.policy import Actor
from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles import services
from casework.charging.models import ChargingDecision
from casework.deadlines.counted import Counted
from casework.deadlines.rules import due_on
from casework.deadlines.units import months_after
from casework.events.services import event_record
from casework.obligations.models import Obligation
from casework.people.models import Membership
from casework.people.roles import Role
from casework.review_rights.models import DecisionReview, ReviewRight
from tests.casework.test_guards import refused
from tests.cast import ADVISED, CONSIDERED, NOT_CHARGED, TO_DECISION, person
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


def test_the_days_of_the_right_say_how_they_are_counted(drive, case):
    drive.do(case, f"{TELL} tell")
    right, today = ReviewRight.objects.get(), timezone.localdate()
    for field, rule in (("ask_by", "VRR_WINDOW"), ("ask_latest", "VRR_LATEST")):
        counted = right.counted(field)
        assert (counted, counted.due_on) == (Counted(rule, today), getattr(right, field))
    assert right.counted("ask_by").words.startswith("10 working days after")
    assert ReviewRight().counted("ask_by") is None


def test_once_the_last_day_has_passed_nothing_is_owed_and_that_is_shown(drive, cast, case, as_user):
    drive.do(case, f"{TELL} tell")
    right = ReviewRight.objects.get()
    after = timedelta(days=1)
    assert right.window_words(right.ask_by) == "Open"
    assert "Open for exceptional reasons only" in right.window_words(right.ask_by + after)
    assert "Open for exceptional reasons only" in right.window_words(right.ask_latest)
    with time_machine.travel(timezone.now() + timedelta(days=100)):
        page = as_user(cast.liaison).get(reverse("case_route", kwargs={"urn": case.urn, "route": "charging"}))
        assert "Nothing is owed" in page.content.decode()
        assert TELL not in drive.kinds(case)


def test_a_review_has_the_days_of_a_local_and_of_an_independent_one_from_the_request(drive, case):
    drive.do(case, f"{TELL} tell")
    asked = timezone.localdate()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        drive.beside(case, "review_right", "ask", **day("asked_on", asked))
    owed = drive.open_work(case, REVIEW)
    dates = {clock: due_on(clock, asked) for clock in ("VRR_REVIEW", "VRR_INDEPENDENT")}
    assert owed.clocks == {clock: on.isoformat() for clock, on in dates.items()}
    assert (owed.due_on, owed.how_counted("VRR_REVIEW").since) == (dates["VRR_REVIEW"], asked)


def test_administrative_finalisation_starts_no_clock_of_a_review(drive):
    with time_machine.travel(timezone.now() - timedelta(days=100)):
        case = drive.case()
        drive.do(case, *TO_DECISION, "charging_decision.review action_plan")
    drive.do(case, "charging_decision finalise")
    assert not ReviewRight.objects.exists()
    clocks = {clock for owed in Obligation.objects.filter(case_file=case) for clock in owed.clocks}
    assert not {clock for clock in clocks if clock.startswith("VRR") or clock == "VICTIM_TOLD_OF_DECISION"}


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
    lead(cast, cast.prosecutor)
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


# Who reviews


def lead(cast, somebody) -> None:
    Membership.objects.create(person=somebody, role=Role.PROSECUTION_MANAGER, organisation=cast.area)


def another(cast, name: str = "another", role: Role = Role.PROSECUTION_MANAGER):
    return person(name, role, cast.area)


def test_who_reviewed_an_action_plan_does_not_review_the_decision(drive, cast):
    case, answered = drive.case(), ("plan_item.answer answer", "plan_item.check accept")
    plan = "charging_decision.review action_plan"
    drive.do(case, *TO_DECISION, plan, *answered, plan, "charging_decision.review_plan approve", *answered)
    drive.do(case, *NOT_CHARGED, *ASKED)
    assert refused(drive.send(case, REVIEW, "uphold"), "You took part in this decision")
    assert drive.send(case, REVIEW, "uphold", by=another(cast)).status_code == 302


def test_who_checked_an_answer_or_stood_in_for_who_did_does_not_review(drive, cast, case):
    other = another(cast, role=Role.PROSECUTOR)
    lead(cast, other)
    drive.do(case, *ASKED)
    decision = ChargingDecision.objects.get()
    event_record(
        case=case,
        by=Actor(other, Role.PROSECUTOR, cast.area, on_behalf_of=cast.prosecutor),
        at=timezone.now(),
        route="charging",
        verb="action_plan_set",
        subject=decision.pk,
    )
    assert refused(drive.send(case, REVIEW, "uphold", by=other), "You took part in this decision")


def test_who_reviewed_it_before_does_not_review_it_again(drive, cast, case):
    drive.do(case, *ASKED, f"{REVIEW} overturn", *NOT_CHARGED, *ASKED)
    assert refused(drive.send(case, REVIEW, "uphold"), "You took part in this decision")
    assert drive.send(case, REVIEW, "uphold", by=another(cast)).status_code == 302


def test_who_only_gave_the_work_out_reviews(drive, cast):
    case = drive.case()
    drive.do(case, *TO_DECISION)
    task = Task.objects.get(pk=drive.open_work(case, "charging_decision.review").task)
    given = {"by": cast.manager, "to": cast.prosecutor, "reason": "Yours", "seen": None}
    work.assign(task=task, at=timezone.now(), **given)
    drive.do(case, *NOT_CHARGED, *ASKED, f"{REVIEW} uphold")


# What the victim is told of the review


@pytest.mark.parametrize("outcome", ["uphold", "overturn"])
def test_the_victim_is_told_what_came_of_the_review(drive, cast, case, as_user, outcome):
    drive.do(case, *ASKED, f"{REVIEW} {outcome}")
    review = DecisionReview.objects.get()
    tell = f"decision_review.tell_{review.position}"
    owed = drive.open_work(case, tell)
    tomorrow = due_on("VICTIM_TOLD_OF_DECISION", timezone.localdate())
    assert (owed.title, owed.role) == ("Tell the victim what came of the review", Role.VICTIM_LIAISON)
    assert owed.due_on == tomorrow
    early = day("told_on", timezone.localdate() - timedelta(days=1))
    assert refused(drive.send(case, tell, "tell", **early), "The date of the letter must be")
    drive.do(case, f"{tell} tell")
    told = DecisionReview.objects.get()
    assert (told.position, told.told_on) == (f"{review.position}_told", timezone.localdate())
    route = reverse("case_route", kwargs={"urn": case.urn, "route": "charging"})
    assert "Date of the letter on the review" in as_user(cast.liaison).get(route).content.decode()


# What runs beside the decision


def test_bad_character_of_who_is_not_charged_rests_until_the_decision_is_overturned(drive, cast):
    case = drive.case(suspects=2)
    drive.do(case, "bad_character.consider nil", *TO_DECISION, *NOT_CHARGED)
    left = BadCharacterConsideration.objects.filter(withdrawn_at=None)
    assert drive.open_work(case, "bad_character.review").subject == left.get().pk
    drive.do(case, *ASKED, f"{REVIEW} overturn")
    assert left.count() == 2
    assert Obligation.objects.open().filter(case_file=case, kind="bad_character.review").count() == 2


def test_early_advice_is_chased_no_longer_once_nobody_is_charged(drive, cast):
    case, chased = drive.case(), {"early_advice.acknowledge", "line_of_inquiry.answer"}
    drive.do(case, *ADVISED, "bad_character.consider nil", *TO_DECISION[len(CONSIDERED) :])
    assert drive.kinds(case) >= chased
    drive.do(case, *NOT_CHARGED)
    assert drive.kinds(case) == {TELL, "vps_offer.offer", "victim_contact.tell_by_police"}
    drive.do(case, *ASKED, f"{REVIEW} overturn")
    assert drive.kinds(case) >= chased
