"""What failed, is stuck or is left alone is put right by an administrator, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from casework.action_plans.models import ActionPlanItem
from casework.charging.models import ChargingDecision
from casework.early_advice.models import EarlyAdviceRequest
from casework.errors import RuleBroken
from casework.incidents.models import Incident
from casework.obligations.models import Obligation
from casework.people.models import Membership, User
from casework.people.roles import Role
from tests.cast import TO_DECISION, TO_GATEKEEPER, organisation, person
from tests.workflows.working import now, process_of
from workflows.engine import repair, work
from workflows.flows import early_advice
from workflows.incidents.selectors import trouble, troubles
from workflows.models import CaseProcess

pytestmark = pytest.mark.django_db
ACCEPT = "file_submission.review accept"


def found(user: User) -> list[tuple[str, str]]:
    fresh = User.objects.get(pk=user.pk)
    return [(each.kind.value, each.title) for each in troubles(fresh, timezone.localdate())]


@pytest.fixture
def failed(drive, monkeypatch):
    """A case whose automatic failed after the gatekeeper accepted the file; the fault has been mended."""
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    with monkeypatch.context() as broken:
        broken.setattr("workflows.flows.file_review.routes_start", lambda *_: 1 / 0)
        drive.do(case, ACCEPT)
    return case


def failed_task() -> int:
    return Task.objects.get(status=STATUS.ERROR).pk


class TestFailedAutomatic:
    def test_it_runs_again_and_the_work_goes_on(self, failed, cast, drive):
        repair.retry(case=failed, task=failed_task(), by=cast.administrator, **now())
        incident = Incident.objects.get()
        assert (incident.how, incident.closed_by) == (Incident.How.RETRIED, cast.administrator)
        assert failed.events.get(verb="retried").actor == cast.administrator
        assert "charging_request.triage" in drive.kinds(failed)

    def test_who_comes_second_is_told_who_was_first(self, failed, cast):
        task, second = failed_task(), person("administrator2", Role.ADMINISTRATOR, cast.area)
        repair.retry(case=failed, task=task, by=cast.administrator, **now())
        for late in (repair.retry, repair.skip):
            reason = {"reason": "Late"} if late is repair.skip else {}
            with pytest.raises(work.WorkRefused, match="Administrator Tester has already put this right"):
                late(case=failed, task=task, by=second, **now(), **reason)
        assert failed.events.filter(verb__in=("retried", "skipped")).count() == 1

    @pytest.mark.queue_differs
    def test_when_it_fails_again_nothing_changes_and_the_new_incident_is_the_open_one(
        self, failed, cast, monkeypatch
    ):
        first = Incident.objects.get()
        monkeypatch.setattr("workflows.flows.file_review.routes_start", lambda *_: 1 / 0)
        with pytest.raises(work.WorkFailed) as again:
            repair.retry(case=failed, task=failed_task(), by=cast.administrator, **now())
        first.refresh_from_db()
        assert first.how == Incident.How.RETRIED
        left = Incident.objects.get(closed_at=None)
        assert (left.reference, left.task, left.case_file) == (again.value.reference, failed_task(), failed)
        assert not failed.events.filter(verb="retried").exists()

    @pytest.mark.queue_differs
    def test_it_is_skipped_with_a_reason_and_the_work_goes_on(self, failed, cast):
        with pytest.raises(RuleBroken, match="Enter why the step is skipped"):
            repair.skip(case=failed, task=failed_task(), by=cast.administrator, reason="", **now())
        repair.skip(case=failed, task=failed_task(), by=cast.administrator, reason="Done by hand", **now())
        incident = Incident.objects.get()
        assert (incident.how, incident.reason) == (Incident.How.SKIPPED, "Done by hand")
        assert failed.events.get(verb="skipped").reason == "Done by hand"
        assert Task.objects.filter(flow_task_type="WAIT", status=STATUS.NEW).exists()

    @pytest.mark.queue_differs
    def test_it_is_moved_to_a_step_whose_work_is_then_open(self, failed, cast, drive):
        process, task = process_of("file_submission"), failed_task()
        to = {"case": failed, "process": process.pk, "to": "correct", "seen": {task}}
        # The step's date is the last return's: a file that was never returned has none.
        with pytest.raises(work.WorkFailed):
            repair.move(by=cast.administrator, reason="Again", **to, **now())
        repair.move(by=cast.administrator, reason="Again", **{**to, "to": "review"}, **now())
        assert drive.open_work(failed, "file_submission.review").due_on
        assert Task.objects.get(pk=task).status == STATUS.CANCELED
        assert Incident.objects.get(task=task).how == Incident.How.MOVED
        moved = failed.events.get(verb="moved")
        assert (moved.moved_from, moved.moved_to, moved.reason) == ("accepted", "review", "Again")

    @pytest.mark.queue_differs
    def test_an_administrator_whose_role_ended_before_the_lock_cannot(self, failed, cast):
        assert cast.administrator.memberships_held
        cast.administrator.memberships.update(ends_on=timezone.localdate() - timedelta(days=1))
        with pytest.raises(work.NotAllowed):
            repair.retry(case=failed, task=failed_task(), by=cast.administrator, **now())

    def test_an_administrator_elsewhere_and_other_roles_cannot(self, failed, cast):
        elsewhere = person("elsewhere", Role.ADMINISTRATOR, organisation("force", "Northumbria Police"))
        for by in (elsewhere, cast.supervisor, cast.gatekeeper, cast.manager):
            with pytest.raises(work.NotAllowed):
                repair.retry(case=failed, task=failed_task(), by=by, **now())
        assert found(elsewhere) == []
        repair.retry(case=failed, task=failed_task(), by=cast.administrator, **now())


class TestStuck:
    def test_a_forgotten_wait_is_woken_and_moves_its_record_on(self, drive, cast):
        case = drive.case()
        drive.do(case, *TO_DECISION, "charging_decision.review action_plan", "plan_item.answer answer")
        item = ActionPlanItem.objects.get()
        Obligation.objects.filter(subject=item.pk).update(closed_at=timezone.now(), act_after=None)
        Task.objects.filter(process__caseprocess__plan_item=item).update(status=STATUS.DONE)
        CaseProcess.objects.filter(plan_item=item).update(status=PROCESS.DONE)
        ActionPlanItem.objects.update(position=ActionPlanItem.Position.ACCEPTED)
        assert found(cast.administrator) == [("Stuck", "Charging decision: answers")]
        waiting = Task.objects.get(
            flow_task_type="WAIT", status=STATUS.NEW, process=process_of("charging_decision")
        )
        repair.retry(case=case, task=waiting.pk, by=cast.administrator, **now())
        assert ChargingDecision.objects.get().position == "review"
        assert "charging_decision.review" in drive.kinds(case)

    def test_a_process_with_nothing_open_gets_the_step_of_its_position(self, drive, cast):
        case, process = drive.case(), process_of("early_advice")
        task = Task.objects.get(process=process)
        Obligation.objects.filter(task=task.pk).update(closed_at=timezone.now(), act_after=None)
        Task.objects.filter(pk=task.pk).update(status=STATUS.DONE)
        assert found(cast.administrator)[0][0] == "Stuck"
        repair.retry(case=case, process=process.pk, by=cast.administrator, **now())
        assert drive.open_work(case, "early_advice.consider").owner == cast.investigator
        with pytest.raises(work.WorkRefused, match="already put this right"):
            repair.retry(case=case, process=process.pk, by=cast.administrator, **now())

    @pytest.mark.parametrize("spoilt", ["moved", "withdrawn", "rested", "over"])
    def test_a_step_that_is_not_where_its_record_stands_is_replaced(self, drive, cast, spoilt):
        case = drive.case()
        task = drive.open_work(case, "early_advice.consider").task
        changes = {
            "moved": {"position": "acknowledge"},
            "withdrawn": {"withdrawn_at": timezone.now()},
            "rested": {"position": "not_sought"},
        }
        EarlyAdviceRequest.objects.update(**changes.get(spoilt, {"round": 1}))
        if spoilt == "over":
            CaseProcess.objects.filter(early_advice__isnull=False).update(status=PROCESS.DONE)
        repair.retry(case=case, task=task, by=cast.administrator, **now())
        opened = {kind for kind in drive.kinds(case) if kind.startswith("early_advice")}
        expected = {"moved": {"early_advice.acknowledge"}, "over": {"early_advice.consider"}}
        assert opened == expected.get(spoilt, set())

    def test_a_record_that_nothing_carries_is_started(self, drive, cast):
        case = drive.case()
        Task.objects.filter(process=process_of("early_advice")).delete()
        Obligation.objects.filter(kind="early_advice.consider").delete()
        process_of("early_advice").delete()
        assert found(cast.administrator)[0][0] == "Stuck"
        repair.retry(case=case, kind="early_advice", by=cast.administrator, **now())
        assert "early_advice.consider" in drive.kinds(case)


class TestOrphaned:
    def test_work_of_a_leaver_goes_back_to_its_pool(self, drive, cast):
        case = drive.case()
        owed = drive.open_work(case, "early_advice.consider")
        User.objects.filter(pk=cast.investigator.pk).update(is_active=False)
        assert ("Orphaned", owed.title) in found(cast.administrator)
        repair.retry(case=case, task=owed.task, by=cast.administrator, **now())
        owed.refresh_from_db()
        assert owed.owner is None
        event = case.events.get(verb="released")
        assert (event.actor, event.handed_from) == (cast.administrator, cast.investigator)

    def test_the_selector_and_the_function_agree_on_who_may_do_work(self, drive, cast):
        drive.do(drive.case(), *TO_GATEKEEPER)
        assert found(cast.administrator) == []
        Membership.objects.filter(person=cast.investigator).update(ends_on=date(2020, 1, 2))
        theirs = Obligation.objects.open().filter(owner=cast.investigator).count()
        assert len(found(cast.administrator)) == theirs > 0

    @pytest.mark.parametrize("spoilt", ["gone", "closed", "wrong"])
    def test_a_row_that_is_not_as_the_step_is_made_right(self, drive, cast, spoilt):
        case = drive.case()
        row = Obligation.objects.filter(kind="early_advice.consider")
        task = row.get().task
        if spoilt == "gone":
            row.delete()
        else:
            closed = {"closed_at": timezone.now(), "act_after": None}
            row.update(**(closed if spoilt == "closed" else {"owner": cast.supervisor, "title": "Else"}))
        assert found(cast.administrator)[0][0] == "Orphaned"
        repair.retry(case=case, task=task, by=cast.administrator, **now())
        assert drive.open_work(case, "early_advice.consider").owner == cast.investigator

    def test_a_row_that_no_step_carries_is_closed(self, drive, cast):
        case = drive.case()
        ghost = drive.open_work(case, "early_advice.consider")
        ghost.pk, ghost.task = None, 10**9
        ghost.save()
        assert found(cast.administrator) == [("Orphaned", ghost.title)]
        repair.retry(case=case, task=ghost.task, by=cast.administrator, **now())
        ghost.refresh_from_db()
        assert ghost.closed_at

    @pytest.mark.parametrize("gone", ["EarlyAdviceFlow.gone", "GoneFlow.consider"])
    def test_work_of_a_step_or_a_flow_that_is_gone_is_moved(self, drive, cast, gone):
        case, process = drive.case(), process_of("early_advice")
        lost = Task.objects.filter(process=process)
        lost.update(flow_task=f"workflows/flows.early_advice.{gone}")
        if gone.startswith("Gone"):
            CaseProcess.objects.filter(pk=process.pk).update(
                flow_class="workflows/flows.early_advice.GoneFlow"
            )
        assert found(cast.administrator)[0][0] == "Orphaned"
        seen = {lost.get().pk}
        about = {"case": case, "process": process.pk, "by": cast.administrator, "reason": "Its step is gone"}
        repair.move(to="triage", seen=seen, **about, **now())
        assert drive.open_work(case, "early_advice.triage").owner is None
        case.refresh_from_db()
        assert case.shared_with_cps_at, "work that comes to the CPS lets the CPS see the case"
        assert process_of("early_advice").flow_class is early_advice.EarlyAdviceFlow


def test_the_one_of_an_address_is_found_while_it_is_there(failed, cast):
    administrator, today = User.objects.get(pk=cast.administrator.pk), timezone.localdate()
    incident = Incident.objects.get()
    assert trouble(administrator, incident.reference, today).task == failed_task()
    repair.retry(case=failed, task=failed_task(), by=cast.administrator, **now())
    assert trouble(administrator, incident.reference, today) is None
