"""The work service: who may do what to work, what is written, and what the loser of a race is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.absences.services import absence_record
from casework.access.policy import Actor
from casework.errors import RuleBroken
from casework.incidents.models import Incident
from casework.obligations.models import Obligation
from casework.obligations.urgency import Urgency
from casework.pages.dates import govuk_date
from casework.people.models import User
from casework.people.roles import Role
from tests.cast import CONSIDERED, TO_DECISION, TO_GATEKEEPER, person
from tests.samples import day
from workflows.engine import work
from workflows.engine.timers import timers_fire
from workflows.models import CaseProcess

pytestmark = pytest.mark.django_db


def now() -> dict[str, object]:
    return {"at": timezone.now()}


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def task_of(drive, case, kind: str) -> Task:
    return Task.objects.get(pk=drive.open_work(case, kind).task)


def last_event(case):
    return case.events.latest("pk")


class TestAssign:
    @pytest.fixture
    def work_of_an_officer(self, drive):
        """Work that the investigator holds, and the case it is on."""
        case = drive.case()
        return task_of(drive, case, "vps_offer.offer"), case

    def test_a_lead_hands_work_to_a_colleague_and_the_event_says_from_whom_to_whom(
        self, cast, work_of_an_officer
    ):
        task, case = work_of_an_officer
        work.assign(
            task=task, to=cast.investigator2, by=cast.supervisor, reason="Leave", seen=task.owner_id, **now()
        )
        event = last_event(case)
        assert (event.verb, event.handed_from, event.handed_to, event.actor, event.reason, event.step) == (
            *("reassigned", cast.investigator, cast.investigator2, cast.supervisor, "Leave"),
            "vps_offer.offer",
        )
        assert Obligation.objects.get(task=task.pk).owner == cast.investigator2

    def test_the_holder_hands_their_own_work_over(self, cast, work_of_an_officer):
        task, case = work_of_an_officer
        work.assign(task=task, to=cast.investigator2, by=cast.investigator, seen=task.owner_id, **now())
        assert last_event(case).verb == "reassigned"

    @pytest.mark.parametrize("by", ["investigator2", "gatekeeper", "prosecutor", "outsider", "auditor"])
    def test_nobody_else_does(self, cast, work_of_an_officer, by):
        task, case = work_of_an_officer
        before = case.events.count()
        with pytest.raises(work.WorkRefused):
            work.assign(task=task, to=cast.investigator2, by=getattr(cast, by), seen=task.owner_id, **now())
        assert case.events.count() == before

    @pytest.mark.parametrize("to", ["gatekeeper", "outsider", "supervisor"])
    def test_work_goes_only_to_who_may_do_it(self, cast, work_of_an_officer, to):
        task, _ = work_of_an_officer
        with pytest.raises(work.WorkRefused, match="cannot do this work"):
            work.assign(task=task, to=getattr(cast, to), by=cast.supervisor, seen=task.owner_id, **now())

    def test_a_deactivated_colleague_gets_no_work(self, cast, work_of_an_officer):
        task, _ = work_of_an_officer
        cast.investigator2.is_active = False
        with pytest.raises(work.WorkRefused, match="cannot do this work"):
            work.assign(task=task, to=cast.investigator2, by=cast.supervisor, seen=task.owner_id, **now())

    def test_who_decided_on_an_outdated_page_is_told_who_has_it_now(self, cast, work_of_an_officer):
        task, _ = work_of_an_officer
        with pytest.raises(work.WorkRefused, match="Investigator Tester has this now"):
            work.assign(task=task, to=cast.investigator2, by=cast.supervisor, seen=None, **now())
        work.release(task=task, by=cast.supervisor, **now())
        with pytest.raises(work.WorkRefused, match="released meanwhile"):
            work.assign(
                task=task, to=cast.investigator2, by=cast.supervisor, seen=cast.investigator.pk, **now()
            )

    def test_who_has_it_is_not_given_it(self, cast, work_of_an_officer):
        task, case = work_of_an_officer
        before = case.events.count()
        with pytest.raises(work.WorkRefused, match="Investigator Tester has this already") as refusal:
            work.assign(task=task, to=cast.investigator, by=cast.supervisor, seen=task.owner_id, **now())
        assert (refusal.value.field, case.events.count()) == ("to", before)

    def test_who_may_not_give_it_is_not_told_to_try_again(self, cast, work_of_an_officer):
        task, _ = work_of_an_officer
        with pytest.raises(work.WorkRefused, match="Only Investigator Tester or who leads them"):
            work.assign(task=task, to=cast.investigator2, by=cast.investigator2, seen=None, **now())

    def test_of_many_what_a_colleague_took_meanwhile_stays_theirs(self, drive, cast):
        cases = [drive.case() for _ in range(3)]
        for case in cases:
            drive.do(case, *TO_GATEKEEPER)
        tasks = [task_of(drive, case, "file_submission.review") for case in cases]
        work.claim(task=tasks[1], by=cast.gatekeeper2, **now())
        given = work.assign_many(tasks=tasks, to=cast.gatekeeper, by=cast.gatekeeper, **now())
        assert (given.done, [task for task, _ in given.refused]) == ([tasks[0], tasks[2]], [tasks[1]])
        assert "Gatekeeper2 Tester has this now" in given.refused[0][1]
        held = Obligation.objects.open().filter(owner=cast.gatekeeper)
        assert set(held.values_list("task", flat=True)) == {tasks[0].pk, tasks[2].pk}


class TestHold:
    @pytest.fixture
    def held(self, drive, cast):
        """Work that its holder put on hold for three days."""
        case = drive.case()
        task = task_of(drive, case, "vps_offer.offer")
        work.hold(task=task, until=in_days(3), by=cast.investigator, reason="Interpreter booked", **now())
        return task, case

    def test_it_stands_apart_in_the_queue_with_its_reason_in_the_events(self, held):
        task, case = held
        row = Obligation.objects.with_urgency(timezone.localdate()).get(task=task.pk)
        assert (row.held_until, row.urgency) == (in_days(3), Urgency.HELD)
        assert last_event(case).verb == "held"
        assert "Interpreter booked" in last_event(case).reason

    @pytest.mark.queue_differs
    def test_late_work_is_late_even_on_hold(self, held):
        task, _ = held
        Obligation.objects.filter(task=task.pk).update(due_on=in_days(-1))
        row = Obligation.objects.with_urgency(timezone.localdate()).get(task=task.pk)
        assert row.urgency == Urgency.OVERDUE

    def test_its_due_date_and_its_reminders_stand(self, drive, cast):
        task = task_of(drive, drive.case(), "vps_offer.offer")
        before = Obligation.objects.values("due_on", "act_after").get(task=task.pk)
        work.hold(task=task, until=in_days(3), by=cast.investigator, reason="Leave", **now())
        assert Obligation.objects.values("due_on", "act_after").get(task=task.pk) == before

    def test_it_comes_back_by_itself_on_its_day_and_no_sooner(self, held):
        task, case = held
        assert timers_fire(now=timezone.now() + timedelta(days=2)) == 0
        assert timers_fire(now=timezone.now() + timedelta(days=3)) == 1
        assert timers_fire(now=timezone.now() + timedelta(days=3)) == 0
        assert Obligation.objects.get(task=task.pk).held_until is None
        event = last_event(case)
        assert (event.verb, event.actor, event.done_by) == ("hold_ended", None, "Done by the service")

    def test_its_holder_takes_it_up_sooner(self, cast, held):
        task, case = held
        work.hold_end(task=task, by=cast.investigator, **now())
        assert last_event(case).actor == cast.investigator
        assert timers_fire(now=timezone.now() + timedelta(days=9)) == 0
        with pytest.raises(work.WorkRefused, match="not on hold"):
            work.hold_end(task=task, by=cast.investigator, **now())

    @pytest.mark.parametrize("by", ["investigator", "supervisor"])
    def test_a_second_hold_does_not_replace_the_first(self, cast, held, by):
        task, case = held
        first = last_event(case)
        already = f"on hold until {govuk_date(in_days(3))} already. End the hold first"
        with pytest.raises(work.WorkRefused, match=already):
            work.hold(task=task, until=in_days(9), by=getattr(cast, by), reason="Leave", **now())
        assert Obligation.objects.get(task=task.pk).held_until == in_days(3)
        assert last_event(case) == first

    @pytest.mark.parametrize(("days", "reason"), [(0, "Leave"), (-1, "Leave"), (3, "")])
    def test_not_until_a_past_day_and_not_without_a_reason(self, drive, cast, days, reason):
        task = task_of(drive, drive.case(), "vps_offer.offer")
        with pytest.raises(RuleBroken):
            work.hold(task=task, until=in_days(days), by=cast.investigator, reason=reason, **now())

    @pytest.mark.parametrize("handed", ["released", "reassigned"])
    def test_it_is_over_when_the_work_goes_into_other_hands(self, cast, held, handed):
        task, case = held
        if handed == "released":
            work.release(task=task, by=cast.investigator, **now())
        else:
            work.assign(
                task=task, to=cast.investigator2, by=cast.supervisor, seen=cast.investigator.pk, **now()
            )
        assert Obligation.objects.get(task=task.pk).held_until is None
        assert [event.verb for event in case.events.order_by("-pk")[:3]] == [handed, "hold_ended", "held"]
        assert timers_fire(now=timezone.now() + timedelta(days=3)) == 0

    def test_it_stands_when_the_handing_over_is_refused(self, cast, held):
        task, _ = held
        with pytest.raises(work.WorkRefused):
            work.release(task=task, by=cast.investigator2, **now())
        assert Obligation.objects.get(task=task.pk).held_until == in_days(3)

    def test_it_is_over_with_the_role_of_who_had_the_work(self, cast, held):
        task, case = held
        membership = cast.investigator.memberships.get()
        by = Actor(cast.administrator, Role.ADMINISTRATOR, cast.force)
        work.end_role(membership=membership, by=by, **now())
        assert Obligation.objects.get(task=task.pk).held_until is None
        assert case.events.filter(verb="hold_ended").count() == 1

    def test_of_what_nobody_has_claimed_only_who_leads_ends_the_hold(self, drive, cast):
        case = drive.case()
        drive.do(case, *TO_DECISION)
        task = task_of(drive, case, "charging_decision.review")
        with pytest.raises(work.WorkRefused, match="Claim this work before you put it on hold"):
            work.hold(task=task, until=in_days(3), by=cast.prosecutor, reason="Leave", **now())
        work.hold(task=task, until=in_days(3), by=cast.manager, reason="Leave", **now())
        with pytest.raises(work.WorkRefused, match="Claim this work before you end its hold"):
            work.hold_end(task=task, by=cast.prosecutor, **now())
        work.hold_end(task=task, by=cast.manager, **now())

    def test_a_colleague_cannot_hold_it(self, drive, cast):
        task = task_of(drive, drive.case(), "vps_offer.offer")
        with pytest.raises(work.WorkRefused, match="Investigator Tester has this now"):
            work.hold(task=task, until=in_days(3), by=cast.investigator2, reason="Leave", **now())

    def test_work_that_is_done_or_withdrawn_leaves_no_timer(self, drive, cast, held):
        task, case = held
        drive.do(case, "vps_offer.offer offer")
        second = task_of(drive, case, "vps_offer.answer")
        work.hold(task=second, until=in_days(3), by=cast.investigator, reason="Leave", **now())
        work.cancel(task=second, by=cast.supervisor, reason="Died", **now())
        for done in (task, second):
            row = Obligation.objects.get(task=done.pk)
            assert (row.held_until, row.act_after) == (None, None)
        assert timers_fire(now=timezone.now() + timedelta(days=9)) == 0


class TestWithdraw:
    @pytest.fixture
    def two_items(self, drive):
        from tests.workflows.test_routes import two_items

        case = drive.case()
        drive.do(case, *TO_DECISION)
        drive.send(case, "charging_decision.review", "action_plan", **two_items())
        return case

    def test_an_item_that_is_not_wanted_any_more_no_longer_holds_up_the_decision(
        self, drive, cast, two_items
    ):
        first = task_of(drive, two_items, "plan_item.answer")
        work.cancel(task=first, by=cast.prosecutor, reason="Found elsewhere", **now())
        assert last_event(two_items).verb == "withdrawn"
        assert drive.kinds(two_items) & {"plan_item.answer", "charging_decision.review"} == {
            "plan_item.answer"
        }
        drive.do(two_items, "plan_item.answer answer", "plan_item.check accept")
        assert drive.open_work(two_items, "charging_decision.review").round == 2

    def test_withdrawing_the_last_item_brings_the_decision_back(self, drive, cast, two_items):
        for _ in range(2):
            task = task_of(drive, two_items, "plan_item.answer")
            work.cancel(task=task, by=cast.prosecutor, reason="Not wanted", **now())
        assert "charging_decision.review" in drive.kinds(two_items)

    def test_its_process_ends_and_its_record_keeps_where_it_stood(self, drive, cast, two_items):
        task = task_of(drive, two_items, "plan_item.answer")
        work.cancel(task=task, by=cast.prosecutor, reason="Not wanted", **now())
        process = CaseProcess.objects.get(task=task)
        assert (process.status, process.record.owed_by) == (STATUS.CANCELED, None)
        assert process.record.words_for(None) == "Withdrawn: answer to an action plan item"

    def test_who_works_on_it_meanwhile_is_told_who_withdrew_it(self, drive, cast, two_items):
        task = task_of(drive, two_items, "plan_item.answer")
        work.cancel(task=task, by=cast.prosecutor, reason="Not wanted", **now())
        with pytest.raises(work.WorkRefused, match="Prosecutor Tester has withdrawn this"):
            work.claim(task=task, by=cast.investigator, **now())

    def test_it_is_taken_up_again_with_its_role_its_holder_and_its_dates(self, drive, cast, two_items):
        task = task_of(drive, two_items, "plan_item.answer")
        before = Obligation.objects.get(task=task.pk)
        work.cancel(task=task, by=cast.prosecutor, reason="Not wanted", **now())
        work.reinstate(task=task, by=cast.manager, reason="Wanted after all", **now())
        after = Obligation.objects.open().get(subject=before.subject)
        same = ("owner", "role", "unit", "due_on", "clocks", "kind", "round")
        assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
        assert after.act_after is not None
        with pytest.raises(work.WorkRefused, match="taken up again already"):
            work.reinstate(task=task, by=cast.manager, reason="Twice", **now())

    def test_not_once_the_decision_has_gone_on_without_it(self, drive, cast, two_items):
        task = task_of(drive, two_items, "plan_item.answer")
        work.cancel(task=task, by=cast.prosecutor, reason="Not wanted", **now())
        drive.do(two_items, "plan_item.answer answer", "plan_item.check accept")
        with pytest.raises(RuleBroken, match="has gone on without this item"):
            work.reinstate(task=task, by=cast.prosecutor, reason="Late", **now())

    @pytest.mark.parametrize("kind", ["bad_character.consider", "file_submission.prepare"])
    def test_what_the_process_asks_of_every_case_cannot_be_withdrawn(self, drive, cast, kind):
        task = task_of(drive, drive.case(), kind)
        for by in (cast.supervisor, cast.investigator, cast.manager):
            with pytest.raises(work.NotAllowed):
                work.cancel(task=task, by=by, reason="No", **now())

    def test_nor_once_the_decision_waits_for_another_plan(self, drive, cast, two_items):
        task = task_of(drive, two_items, "plan_item.answer")
        work.cancel(task=task, by=cast.prosecutor, reason="Not wanted", **now())
        drive.do(two_items, "plan_item.answer answer", "plan_item.check accept")
        drive.do(two_items, "charging_decision.review action_plan")
        with pytest.raises(RuleBroken, match="has gone on without this item"):
            work.reinstate(task=task, by=cast.prosecutor, reason="Late", **now())

    def test_not_without_a_reason_and_not_by_the_other_side(self, drive, cast, two_items):
        task = task_of(drive, two_items, "plan_item.answer")
        with pytest.raises(RuleBroken, match="Enter why"):
            work.cancel(task=task, by=cast.prosecutor, reason="", **now())
        with pytest.raises(work.NotAllowed):
            work.cancel(task=task, by=cast.investigator, reason="Too much", **now())


class TestStandIn:
    @pytest.fixture
    def away(self, drive, cast):
        """The prosecutor holds a decision and is away; a colleague stands in."""
        colleague = person("prosecutor2", Role.PROSECUTOR, cast.area)
        case = drive.case()
        drive.do(case, *TO_DECISION)
        work.claim(task=task_of(drive, case, "charging_decision.review"), by=cast.prosecutor, **now())
        absence_record(
            person=cast.prosecutor,
            stand_in=colleague,
            starts_on=in_days(0),
            ends_on=in_days(7),
            by=cast.prosecutor,
            **now(),
        )
        return case, User.objects.get(pk=colleague.pk)

    def test_the_work_is_done_for_who_is_away_and_comes_back_to_them(self, drive, cast, away):
        case, colleague = away
        assert drive.send(case, "charging_decision.review", "action_plan", by=colleague).status_code == 302
        event = case.events.get(verb="action_plan_set")
        assert (event.actor, event.on_behalf_of) == (colleague, cast.prosecutor)
        assert event.done_by == "Prosecutor2 Tester for Prosecutor Tester"
        drive.do(case, "plan_item.answer answer")
        assert drive.open_work(case, "plan_item.check").owner == cast.prosecutor

    def test_it_is_put_on_hold_and_taken_up_for_who_is_away_but_not_handed_over(self, cast, drive, away):
        case, colleague = away
        task = task_of(drive, case, "charging_decision.review")
        work.hold(task=task, until=in_days(3), by=colleague, reason="Counsel asked", **now())
        assert Obligation.objects.get(task=task.pk).held_until == in_days(3)
        work.hold_end(task=task, by=colleague, **now())
        for verb in ("held", "hold_ended"):
            event = case.events.get(verb=verb)
            assert (event.actor, event.on_behalf_of) == (colleague, cast.prosecutor), verb
        with pytest.raises(work.WorkRefused, match="Only Prosecutor Tester or who leads them"):
            work.release(task=task, by=colleague, **now())
        with pytest.raises(work.WorkRefused, match="Only Prosecutor Tester or who leads them"):
            work.assign(task=task, to=colleague, by=colleague, seen=cast.prosecutor.pk, **now())

    def test_the_steps_page_offers_them_the_hold_and_its_end(self, drive, away, as_user):
        case, colleague = away
        where = {"urn": case.urn, "task": drive.open_work(case, "charging_decision.review").task}
        browser, step = as_user(colleague), reverse("step", kwargs=where)
        hold, end = reverse("step_hold", kwargs=where), reverse("step_hold_end", kwargs=where)
        words = browser.get(step).content.decode()
        assert (hold in words, reverse("step_give", kwargs=where) in words) == (True, False)
        assert browser.get(hold).status_code == 200
        form = {**day("until", in_days(3)), "reason": "Counsel asked"}
        assert browser.post(hold, form).status_code == 302
        words = browser.get(step).content.decode()
        assert (hold + '"' in words, end in words) == (False, True)
        assert "Prosecutor2 Tester for Prosecutor Tester" in words
        assert browser.post(end).status_code == 302

    def test_nobody_else_puts_it_on_hold(self, drive, cast, away):
        case, _ = away
        third = person("prosecutor3", Role.PROSECUTOR, cast.area)
        task = task_of(drive, case, "charging_decision.review")
        with pytest.raises(work.WorkRefused, match="Prosecutor Tester has this now"):
            work.hold(task=task, until=in_days(3), by=third, reason="Leave", **now())

    def test_it_is_in_the_stand_ins_own_list(self, away):
        _, colleague = away
        mine = Obligation.objects.open().workable_by(colleague, "mine")
        assert [row.kind for row in mine] == ["charging_decision.review"]

    def test_nobody_else_does_it(self, drive, cast, away):
        case, _ = away
        third = person("prosecutor3", Role.PROSECUTOR, cast.area)
        assert drive.send(case, "charging_decision.review", "action_plan", by=third).status_code == 409

    def test_standing_in_ends_with_the_absence(self, drive, away):
        case, colleague = away
        colleague.stands_in.update(starts_on=in_days(-9), ends_on=in_days(-1))
        assert drive.send(case, "charging_decision.review", "action_plan", by=colleague).status_code == 409

    @pytest.fixture
    def two_who_do_both(self, cast):
        """Two people of the unit who are investigator and supervisor; the second stands in for the first."""
        for one in (cast.investigator, cast.investigator2):
            one.memberships.create(
                role=Role.SUPERVISOR, organisation=cast.force, unit=cast.unit, starts_on=in_days(-9)
            )
        days = {"starts_on": in_days(0), "ends_on": in_days(1)}
        absence_record(
            person=cast.investigator, stand_in=cast.investigator2, **days, by=cast.supervisor, **now()
        )
        return User.objects.get(pk=cast.investigator.pk), User.objects.get(pk=cast.investigator2.pk)

    def test_a_stand_in_does_not_check_a_file_for_who_submitted_it(self, drive, two_who_do_both):
        first, second = two_who_do_both
        case = drive.case()
        drive.do(case, *CONSIDERED)
        drive.send(case, "file_submission.prepare", "submit", by=first)
        work.claim(task=task_of(drive, case, "file_submission.sign_off"), by=first, **now())
        response = drive.send(case, "file_submission.sign_off", "sign_off", by=second)
        assert response.status_code == 422
        assert "You submitted this file" in response.content.decode()

    def test_nor_who_was_away_a_file_that_was_submitted_for_them(self, drive, two_who_do_both):
        first, second = two_who_do_both
        case = drive.case()
        drive.do(case, *CONSIDERED)
        assert drive.send(case, "file_submission.prepare", "submit", by=second).status_code == 302
        assert case.events.get(verb="submitted").on_behalf_of == first
        for one in (first, second):
            response = drive.send(case, "file_submission.sign_off", "sign_off", by=one)
            assert response.status_code == 422


class TestFailure:
    @pytest.fixture
    def broken(self, monkeypatch):
        """An automatic that fails, with a name in its message and its variables."""

        def fail(*_: object, **__: object) -> None:
            name = "Suspectname0 Tester"
            raise KeyError(name)

        return fail

    @pytest.mark.queue_differs
    def test_an_automatic_that_fails_leaves_the_persons_step_done_and_an_incident(
        self, drive, broken, monkeypatch
    ):
        case = drive.case()
        drive.do(case, *TO_GATEKEEPER)
        monkeypatch.setattr("workflows.flows.file_review.routes_start", broken)
        drive.do(case, "file_submission.review accept")
        incident = Incident.objects.get()
        failed = Task.objects.get(pk=incident.task)
        assert (failed.status, incident.step, incident.error) == (
            *(STATUS.ERROR, "file_submission.open_charging"),
            "KeyError",
        )
        assert any("workflows/flows/file_review.py" in place for place in incident.places)
        assert failed.data == {}
        assert "Suspectname0" not in str(incident.__dict__)

    def test_a_verb_that_fails_changes_nothing_and_tells_a_reference(self, drive, broken, monkeypatch):
        case = drive.case()
        monkeypatch.setattr("casework.early_advice.services.record_move", broken)
        before = case.events.count()
        response = drive.send(case, "early_advice.consider", "request")
        incident = Incident.objects.get()
        page = response.content.decode()
        assert response.status_code == 500
        assert incident.reference in page
        assert "what you entered is still here" in page
        assert (case.events.count(), incident.step) == (before, "early_advice.consider")


def test_a_step_costs_sixteen_statements_at_most(drive, cast):
    """Lock, read, domain, event, task, open work: whatever the case has behind it."""
    case = drive.case(suspects=3, victims=3)
    considered = (CONSIDERED[0], *[CONSIDERED[1]] * 3)
    drive.do(case, *considered, "file_submission.prepare submit")
    by = User.objects.get(pk=cast.supervisor.pk)
    assert by.memberships_held
    assert by.stands_in_for == frozenset()
    task = task_of(drive, case, "file_submission.sign_off")
    with CaptureQueriesContext(connection) as captured:
        work.complete(task=task, by=by, outcome="sign_off", arguments={"supervisor_comments": "Met"}, **now())
    assert len(captured) <= 16
