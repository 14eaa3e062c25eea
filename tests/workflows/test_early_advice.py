"""Early advice: considered, rejected and appealed, wanted after all or not, and when it is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.early_advice.appeals import early_advice_appeal_ask
from casework.early_advice.models import EarlyAdviceRequest
from casework.errors import RuleBroken
from casework.people.models import Membership
from casework.people.roles import Role
from tests.casework.test_guards import refused
from tests.cast import ADVISED, CONSIDERED, NOT_CHARGED, TO_DECISION, person
from tests.clinics.planned import booked_soon
from tests.samples import day
from tests.workflows.early_advice import Position, record_of, route_page
from tests.workflows.working import in_days, now, task_of, to_work_in
from workflows.engine import work

pytestmark = pytest.mark.django_db
REJECTED = ("early_advice.consider request", "early_advice.triage reject")
APPEALED = (*REJECTED, "early_advice.revise ask_appeal", "early_advice.appeal appeal")


@pytest.fixture
def another_manager(cast):
    return person("manager2", Role.PROSECUTION_MANAGER, cast.area)


class TestConsideration:
    def test_a_case_of_which_nobody_says_anything_is_overdue_after_the_period_of_the_rule(self, drive):
        case = drive.case()
        assert drive.open_work(case, "early_advice.consider").due_on == in_days(14)

    @pytest.mark.parametrize(("outcome", "sought"), [("request", "Yes"), ("not_sought", "No")])
    def test_it_is_kept_who_considered_it_and_when_and_whether_it_is_sought(
        self, drive, cast, as_user, outcome, sought
    ):
        case = drive.case()
        assert "Not yet" in route_page(as_user(cast.auditor), case)
        drive.do(case, f"early_advice.consider {outcome}")
        record = record_of(case)
        assert (record.considered_by, record.sought) == (cast.investigator, sought)
        assert record.considered_at is not None

    def test_what_is_missing_is_told_before_the_request_is_sent(self, drive, cast, as_user):
        case = drive.case()
        owed = drive.open_work(case, "early_advice.consider")
        step = reverse("step", kwargs={"urn": case.urn, "task": owed.task})
        shown = as_user(cast.investigator).get(step, {"outcome": "request"}).text
        assert "Check before you send" in shown
        assert "the officer in the case has no telephone number" in shown

    def test_a_case_without_an_offence_is_not_sent(self, drive):
        case = drive.case()
        case.offences.all().delete()
        response = drive.send(case, "early_advice.consider", "request")
        assert refused(response, "Add the offence to the case before you request early advice")


class TestAppeal:
    def test_a_rejected_request_is_allowed_on_appeal_and_goes_to_a_prosecutor(
        self, drive, cast, another_manager
    ):
        case = drive.case()
        drive.do(case, *APPEALED)
        allow = {"by": another_manager, "prosecutor": str(cast.prosecutor.pk)}
        assert drive.send(case, "early_advice.decide_appeal", "allow", **allow).status_code == 302
        assert drive.open_work(case, "early_advice.advise").owner == cast.prosecutor
        assert record_of(case).appeal.outcome == "allowed"

    def test_a_dismissed_appeal_leads_to_a_revision_by_the_new_date(self, drive, another_manager):
        case = drive.case()
        drive.do(case, *APPEALED)
        dismiss = {"by": another_manager, **day("respond_by", to_work_in(10))}
        drive.send(case, "early_advice.decide_appeal", "dismiss", **dismiss)
        assert drive.open_work(case, "early_advice.revise").due_on == to_work_in(10)
        drive.do(case, "early_advice.revise request", "early_advice.triage accept")
        assert record_of(case).round == 2

    def test_an_inspector_who_does_not_appeal_sends_it_back_to_be_revised(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *APPEALED[:-1], "early_advice.appeal no_appeal")
        assert record_of(case).position == Position.REVISE
        assert "The MG3 is not signed indeed" in route_page(as_user(cast.investigator), case)

    def test_nobody_decides_an_appeal_against_their_own_rejection(self, drive, cast):
        case = drive.case()
        drive.do(case, *APPEALED)
        for outcome in ("allow", "dismiss"):
            response = drive.send(case, "early_advice.decide_appeal", outcome, by=cast.manager)
            assert refused(response, "another District Crown Prosecutor must decide the appeal")

    def test_nobody_considers_an_appeal_that_they_asked_for(self, drive, cast):
        Membership.objects.create(
            person=cast.investigator, role=Role.GATEKEEPER, organisation=cast.force, starts_on=in_days(-1)
        )
        case = drive.case()
        drive.do(case, *APPEALED[:-1])
        for outcome in ("appeal", "no_appeal"):
            response = drive.send(case, "early_advice.appeal", outcome, by=cast.investigator)
            assert refused(response, "You asked for this appeal, so another inspector must consider it")
        drive.do(case, APPEALED[-1])

    def test_a_rejection_is_appealed_once(self, drive):
        case = drive.case()
        drive.do(case, *APPEALED[:-1], "early_advice.appeal no_appeal")
        response = drive.send(case, "early_advice.revise", "ask_appeal")
        assert refused(response, "This rejection has been appealed already")

    def test_each_round_may_be_appealed(self, drive):
        case = drive.case()
        drive.do(case, *APPEALED[:-1], "early_advice.appeal no_appeal", "early_advice.revise request")
        drive.do(case, "early_advice.triage reject", "early_advice.revise ask_appeal")
        assert record_of(case).rejections.filter(appeal__isnull=False).count() == 2

    def test_an_appeal_is_asked_for_within_the_period_of_the_rule(self, drive):
        case = drive.case()
        drive.do(case, *REJECTED)
        by, late = drive.actor(case, Role.INVESTIGATOR), timezone.now() + timedelta(days=30)
        with pytest.raises(RuleBroken, match="An appeal could be asked for until"):
            early_advice_appeal_ask(record=record_of(case), by=by, at=late, why="Late")

    def test_only_an_inspector_makes_the_appeal(self, drive, cast):
        case = drive.case()
        drive.do(case, *APPEALED[:-1])
        assert drive.send(case, "early_advice.appeal", "appeal", by=cast.supervisor).status_code == 403


class TestWanted:
    def test_early_advice_is_considered_anew_after_all(self, drive, cast):
        case = drive.case()
        drive.do(case, *REJECTED, "early_advice.revise not_sought", "early_advice seek")
        record = record_of(case)
        assert (record.sought, record.not_sought_reason) == ("", "")
        assert drive.open_work(case, "early_advice.consider").owner == cast.investigator
        drive.do(case, *REJECTED)
        assert record.rejections.count() == 2

    @pytest.mark.parametrize(
        ("steps", "why"),
        [
            (("early_advice.consider not_sought", "file_submission end"), "The police have ended this case"),
            ((*TO_DECISION, *NOT_CHARGED), "Every suspect of this case has been decided on"),
        ],
    )
    def test_it_is_not_once_there_is_nothing_left_to_advise_on(self, drive, steps, why):
        case = drive.case()
        drive.do(case, *steps)
        assert refused(drive.beside(case, "early_advice", "seek"), why)

    def test_it_is_while_one_suspect_is_not_decided_on(self, drive):
        case = drive.case(suspects=2)
        drive.do(case, CONSIDERED[0], *[CONSIDERED[1]] * 2, *TO_DECISION[2:], *NOT_CHARGED)
        drive.do(case, "early_advice seek")

    @pytest.mark.parametrize("why", ["not sought", "withdrawn", "ended"])
    def test_a_clinic_slot_is_given_back_when_it_is_not_wanted(self, drive, cast, why):
        booking = booked_soon(drive)
        case = booking.case_file
        if why == "not sought":
            drive.do(case, "early_advice.consider not_sought")
        else:
            drive.do(case, "early_advice.consider request")
        if why == "withdrawn":
            task = task_of(drive, case, "early_advice.triage")
            work.cancel(task=task, by=cast.supervisor, reason="No suspect", **now())
        if why == "ended":
            drive.do(case, "file_submission end")
        booking.refresh_from_db()
        assert (booking.is_open, booking.cancelled_side) == (False, "police")
        assert case.events.filter(verb="booking_cancelled", subject=booking.pk).count() == 1


class TestClock:
    @pytest.mark.parametrize(
        ("trigger", "days"), [("accepted", 21), ("requested", 19), ("suspect_identified", 11)]
    )
    def test_the_period_runs_from_what_the_setting_says(self, drive, settings, trigger, days):
        settings.CASEWORK_EARLY_ADVICE_TRIGGER = trigger
        case = drive.case()
        case.suspects.update(identified_on=in_days(-10))
        drive.do(case, "early_advice.consider request")
        EarlyAdviceRequest.objects.update(requested_at=timezone.now() - timedelta(days=2))
        drive.do(case, "early_advice.triage accept")
        assert drive.open_work(case, "early_advice.advise").due_on == in_days(days)

    def test_without_an_identified_suspect_it_runs_from_acceptance(self, drive, settings):
        settings.CASEWORK_EARLY_ADVICE_TRIGGER = "suspect_identified"
        case = drive.case()
        drive.do(case, *ADVISED[:-1])
        assert drive.open_work(case, "early_advice.advise").due_on == in_days(21)

    def test_a_follow_up_is_counted_from_its_own_day(self, drive, cast, settings):
        settings.CASEWORK_EARLY_ADVICE_TRIGGER = "requested"
        case = drive.case()
        drive.do(case, *ADVISED, "early_advice.acknowledge acknowledge")
        EarlyAdviceRequest.objects.update(requested_at=timezone.now() - timedelta(days=9))
        drive.turn(record_of(case), "follow-up", cast.investigator, follow_up="New footage")
        assert drive.open_work(case, "early_advice.advise").due_on == in_days(21)
