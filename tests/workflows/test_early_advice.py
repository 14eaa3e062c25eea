"""Early advice from its request to the answer of each line: by HTTP, as the people who own the steps."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow import STATUS

from casework.early_advice.appeals import early_advice_appeal_ask
from casework.early_advice.models import EarlyAdviceRequest
from casework.early_advice.record_models import AdviceRecord, LineAnswer, LineOfInquiry
from casework.errors import RuleBroken
from casework.people.models import Membership
from casework.people.roles import Role
from casework.private_material import justified_require
from tests.casework.test_guards import refused
from tests.cast import ADVISED, CONSIDERED, NOT_CHARGED, TO_DECISION, person
from tests.clinics.planned import booked_soon
from tests.samples import advice, day, line_of_inquiry, no_line
from tests.workflows.working import in_days, last_event, now, task_of, to_work_in
from workflows.engine import work

pytestmark = pytest.mark.django_db
Position = EarlyAdviceRequest.Position
REJECTED = ("early_advice.consider request", "early_advice.triage reject")
APPEALED = (*REJECTED, "early_advice.revise ask_appeal", "early_advice.appeal appeal")


def record_of(case) -> EarlyAdviceRequest:
    return EarlyAdviceRequest.objects.select_related("case_file").get(case_file=case)


def route_page(browser, case) -> str:
    return browser.get(reverse("case_route", kwargs={"urn": case.urn, "route": "early-advice"})).text


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


class TestAdvice:
    @pytest.mark.parametrize("kind", ["digital", "third_party"])
    @pytest.mark.parametrize("left_out", ["necessity", "proportionality"])
    def test_a_request_for_private_material_is_not_advised_without_why(self, drive, kind, left_out):
        case = drive.case()
        drive.do(case, *ADVISED[:-1])
        said = {"necessity": "Not held elsewhere", "proportionality": "One week only", left_out: ""}
        line = line_of_inquiry(1, timezone.localdate(), kind=kind, **said)
        response = drive.send(case, "early_advice.advise", "advise", **line)
        why = "necessary" if left_out == "necessity" else "proportionate"
        assert refused(response, f"Enter why the request is {why}")
        assert not AdviceRecord.objects.exists()

    def test_the_verb_asks_for_it_too(self):
        with pytest.raises(RuleBroken) as refusal:
            justified_require(kind="digital", necessity="Not held elsewhere", proportionality=" ")
        assert refusal.value.field == "proportionality"

    @pytest.mark.parametrize(
        ("section", "kind"), [("third_party_material", "third_party"), ("digital_strategy", "digital")]
    )
    def test_private_material_is_asked_for_with_a_line_that_says_why(self, drive, section, kind):
        case, today = drive.case(), timezone.localdate()
        drive.do(case, *ADVISED[:-1])
        asked = {section: "Obtain all medical records"}
        for lines in (no_line(), line_of_inquiry(1, today)):
            response = drive.send(case, "early_advice.advise", "advise", **lines, **asked)
            assert refused(response, "Add a line of inquiry of the kind")
        said = {"necessity": "Not held elsewhere", "proportionality": "One week only"}
        line = line_of_inquiry(1, today, kind=kind, **said)
        assert drive.send(case, "early_advice.advise", "advise", **line, **asked).status_code == 302

    def test_that_nothing_private_is_to_be_requested_needs_no_line(self, drive):
        case = drive.case()
        drive.do(case, *ADVISED[:-1])
        said = {"disclosure_management": "No request for counselling notes: not shown to be necessary"}
        assert drive.send(case, "early_advice.advise", "advise", **no_line(), **said).status_code == 302

    def test_advice_that_was_added_since_is_read_before_it_is_acknowledged(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *ADVISED)
        drive.turn(record_of(case), "further-advice", cast.prosecutor, **advice(timezone.localdate()))
        for seen in (1, "", "x"):
            response = drive.send(case, "early_advice.acknowledge", "acknowledge", seen=seen)
            assert response.status_code == 422
        response = drive.send(case, "early_advice.acknowledge", "acknowledge", seen=1)
        assert refused(response, "Further advice has been added. Read it, then acknowledge")
        assert 'name="seen" value="2"' in response.text
        drive.do(case, "early_advice.acknowledge acknowledge")

    def test_withdrawing_a_follow_up_leaves_what_was_advised(self, drive, cast):
        case = drive.case()
        drive.do(case, *ADVISED, "early_advice.acknowledge acknowledge")
        drive.turn(record_of(case), "follow-up", cast.investigator, follow_up="New footage")
        work.cancel(
            task=task_of(drive, case, "early_advice.advise"), by=cast.supervisor, reason="Seen", **now()
        )
        record = record_of(case)
        assert (record.position, record.follow_up, record.withdrawn_at) == (Position.ADVISED, "", None)
        assert (record.process.status, drive.kinds(case) & {"early_advice.advise"}) == (STATUS.DONE, set())
        assert last_event(case).words == "Follow-up of early advice withdrawn"
        form = advice(timezone.localdate())
        assert drive.turn(record, "further-advice", cast.prosecutor, **form).status_code == 302

    def test_it_may_direct_no_line_at_all(self, drive):
        case = drive.case()
        drive.do(case, *ADVISED[:-1])
        form = no_line()
        response = drive.send(case, "early_advice.advise", "advise", **form, conclusion="no_prospect")
        assert (response.status_code, LineOfInquiry.objects.count()) == (302, 0)

    def test_a_follow_up_leads_to_a_second_version_and_the_first_stays(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *ADVISED, "early_advice.acknowledge acknowledge")
        record = record_of(case)
        assert drive.turn(record, "follow-up", cast.supervisor, follow_up="New footage").status_code == 302
        assert drive.open_work(case, "early_advice.advise").owner == cast.prosecutor
        drive.send(case, "early_advice.advise", "advise", potential_charges="Rape alone")
        second, first = record.advice.all()
        assert [first.version, first.follow_up, first.potential_charges] == [
            1, "", "Rape; consider assault by penetration",
        ]  # fmt: skip
        assert [second.version, second.follow_up, second.potential_charges] == [
            2,
            "New footage",
            "Rape alone",
        ]
        shown = route_page(as_user(cast.auditor), case)
        assert shown.index("Advice 2, the newest") < shown.index("Rape; consider assault by penetration")

    @pytest.mark.parametrize("acknowledged", [False, True])
    def test_further_advice_is_a_version_that_the_police_acknowledge(self, drive, cast, acknowledged):
        case = drive.case()
        drive.do(case, *ADVISED, *["early_advice.acknowledge acknowledge"] * acknowledged)
        form = advice(timezone.localdate())
        assert drive.turn(record_of(case), "further-advice", cast.prosecutor, **form).status_code == 302
        assert record_of(case).advice.count() == 2
        assert LineAnswer.objects.filter(case_file=case, process__isnull=False).count() == 2
        drive.do(case, "early_advice.acknowledge acknowledge")

    def test_a_follow_up_is_for_the_police_and_further_advice_for_a_prosecutor(self, drive, cast):
        case = drive.case()
        drive.do(case, *ADVISED, "early_advice.acknowledge acknowledge")
        record = record_of(case)
        assert drive.turn(record, "follow-up", cast.prosecutor).status_code == 403
        assert drive.turn(record, "further-advice", cast.investigator).status_code == 403
        for key in ("follow-up", "further-advice"):
            assert drive.turn(record, key, cast.outsider).status_code == 404

    @pytest.mark.parametrize("model", [AdviceRecord, LineOfInquiry])
    def test_the_database_refuses_to_change_or_remove_what_was_advised(self, drive, model):
        drive.do(drive.case(), *ADVISED)
        rows = model.objects.all()
        for act in (rows.get().save, partial(rows._raw_delete, rows.db)):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                act()


class TestLines:
    def test_each_line_of_the_police_is_answered_by_itself_by_its_date(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *ADVISED[:-1])
        today = timezone.localdate()
        lines = {
            **line_of_inquiry(1, today),
            **line_of_inquiry(2, today, what="Statement of the driver"),
            **line_of_inquiry(3, today, owner="cps", what="An expert"),
        }
        drive.send(case, "early_advice.advise", "advise", parts=3, **lines)
        assert drive.open_work(case, "line_of_inquiry.answer").due_on == to_work_in(14)
        drive.do(case, "line_of_inquiry.answer answer")
        partly = {"followed": "partly", "detail": "The driver has moved away"}
        assert drive.send(case, "line_of_inquiry.answer", "answer", **partly).status_code == 302
        assert [answer.position for answer in LineAnswer.objects.order_by("line__number")] == [
            "done",
            "not_done",
            "answer_cps",
        ]
        assert "The driver has moved away" in route_page(as_user(cast.prosecutor), case)

    def test_a_line_of_the_cps_is_answered_by_who_advised(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *ADVISED[:-1])
        drive.send(case, "early_advice.advise", "advise", **{"part-1-owner": "cps"})
        owed = drive.open_work(case, "line_of_inquiry.answer_cps")
        assert (owed.owner, owed.due_on) == (cast.prosecutor, to_work_in(14))
        assert "line_of_inquiry.answer" not in drive.kinds(case)
        said = {"followed": "not_followed", "detail": "No expert is needed"}
        assert drive.send(case, "line_of_inquiry.answer_cps", "answer", **said).status_code == 302
        assert LineAnswer.objects.get().answered_by == cast.prosecutor
        assert "No expert is needed" in route_page(as_user(cast.investigator), case)

    def test_a_line_that_was_not_followed_in_full_says_why(self, drive):
        case = drive.case()
        drive.do(case, *ADVISED)
        response = drive.send(case, "line_of_inquiry.answer", "answer", followed="not_followed")
        assert refused(response, "Enter why the line was not followed in full")

    def test_whether_the_advice_was_followed_is_told_where_the_cps_decides(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *ADVISED, "line_of_inquiry.answer answer", *TO_DECISION[1:])
        owed = drive.open_work(case, "charging_decision.review")
        step = reverse("step", kwargs={"urn": case.urn, "task": owed.task})
        shown = as_user(cast.prosecutor).get(step).text
        assert "Was early advice 1 followed?" in shown
        assert "Footage from the bus" in shown

    def test_whether_it_was_followed_is_asked_in_one_query_however_many_lines(
        self, drive, django_assert_num_queries
    ):
        for count in (1, 30):
            case = drive.case()
            drive.do(case, *ADVISED[:-1])
            lines = {}
            for part in range(1, count + 1):
                lines |= line_of_inquiry(part, timezone.localdate())
            drive.send(case, "early_advice.advise", "advise", parts=count, **lines)
            with django_assert_num_queries(1):
                told = [(str(line), line.answered) for line in case.lines_of_inquiry.newest_first()]
            assert len(told) == count


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
