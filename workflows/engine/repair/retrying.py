"""Trying again what failed, and putting back what is not where it belongs."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from viewflow.workflow import STATUS, Activation
from viewflow.workflow.status import PROCESS

from casework.access.policy import actor_on
from casework.casefiles.complete import victims_complete
from casework.casefiles.models import CaseFile
from casework.incidents.models import Incident
from casework.incidents.services import incidents_close
from casework.obligations.models import Obligation
from casework.obligations.services import obligation_close, obligation_restore
from casework.people.models import User
from workflows.engine.following import following
from workflows.engine.nodes import Step, Wait
from workflows.engine.repair.under_lock import Repair, refuse_repaired, repairing
from workflows.engine.routes import routes_start
from workflows.engine.rows import wrong_in
from workflows.engine.standing import stand_process
from workflows.engine.tasks import open_tasks
from workflows.engine.work.refusals import WorkFailed
from workflows.models import CaseProcess


def retry(
    *,
    case: CaseFile,
    by: User,
    at: datetime,
    task: int | None = None,
    process: int | None = None,
    kind: str = "",
) -> None:
    """Put right a task, a process, or the records of a kind that nothing carries.

    A failed automatic runs again; a wait for what has come is woken; a step whose owner cannot do it
    goes back to its pool; a row of the queue that is missing, wrong or left over is made right; a
    process gets the step of its record's position. Raises NotAllowed, WorkRefused when there is
    nothing to put right any more, and WorkFailed when it fails again: its new incident is then the
    open one.
    """
    try:
        with repairing(case, by, at, "retry", task) as repair:
            if not _put_right(repair, task, process, kind):
                refuse_repaired(case)
    except WorkFailed as failure:
        if task:
            how = Incident.How.RETRIED
            incidents_close(task=task, by=by, at=at, how=how, but=failure.reference)
        raise


def _put_right(repair: Repair, task: int | None, process: int | None, kind: str) -> bool:
    if task:
        activation = repair.activation(task)
        return _any_way(repair, activation) if activation else _close_ghost(repair, task)
    return _carry_on(repair, process) if process else _start(repair, kind)


def _any_way(repair: Repair, activation: Activation) -> bool:
    ways = (_run_again, _wake, _set_straight, _return_to_pool, _restore_row)
    return any(way(repair, activation) for way in ways)


def _run_again(repair: Repair, activation: Activation) -> bool:
    if activation.status != STATUS.ERROR:
        return False
    activation.repeat()
    activation.activate_next()
    repair.close_incidents(activation.task.pk, Incident.How.RETRIED)
    repair.event(activation.process.record, "retried")
    return True


def _wake(repair: Repair, activation: Activation) -> bool:
    node, record = activation.flow_task, activation.process.record
    if not isinstance(node, Wait) or record.position != node.at:
        return False
    if not node.over(type(record).objects.filter(pk=record.pk)).exists():
        return False
    activation.wake()
    repair.event(record, "retried")
    return True


def _set_straight(repair: Repair, activation: Activation) -> bool:
    """A step or a wait of a process that is over, or that is not where its record stands."""
    process, node = activation.process, activation.flow_task
    record = process.record
    stands = record.position == node.at and record.withdrawn_at is None
    if stands and process.status == PROCESS.NEW:
        return False
    stand_process(process)
    repair.event(record, "retried")
    return True


def _return_to_pool(repair: Repair, activation: Activation) -> bool:
    step, owner = activation.flow_task, activation.task.owner
    if not isinstance(step, Step) or owner is None:
        return False
    if owner.is_active and actor_on(repair.case, owner, (step.role,)):
        return False
    activation.unassign()
    repair.event(activation.process.record, "released", handed_from=owner)
    return True


def _restore_row(repair: Repair, activation: Activation) -> bool:
    step, task, record = activation.flow_task, activation.task, activation.process.record
    if not isinstance(step, Step):
        return False
    row = Obligation.objects.open().filter(task=task.pk).first()
    if row and not wrong_in(row, record, task):
        return False
    opened_on = timezone.localdate(task.created)
    obligation_restore(
        **step.row_of(record),
        task=task.pk,
        owner=task.owner,
        clocks=step.dates(record, opened_on),
        counted=step.counted(record, opened_on),
        at=repair.at,
    )
    repair.event(record, "retried")
    return True


def _close_ghost(repair: Repair, task: int) -> bool:
    """A row of the queue that no open task carries."""
    row = Obligation.objects.open().filter(task=task, case_file=repair.case).first()
    if row is None or open_tasks().filter(pk=task).exists():
        return False
    obligation_close(task=task, at=repair.at, owner=row.owner)
    return True


def _carry_on(repair: Repair, number: int) -> bool:
    """A process with nothing open."""
    process = repair.process(number)
    if open_tasks().filter(process=process).exists():
        return False
    owed = process.record.owed_by is not None
    if process.status != PROCESS.NEW and not owed:
        return False
    stand_process(process)
    repair.event(process.record, "retried")
    return True


def _start(repair: Repair, kind: str) -> bool:
    """Records of a kind that nothing carries, and what the victims of the case lack."""
    before = CaseProcess.objects.filter(case_file=repair.case).count()
    with following(repair.case):
        victims_complete(case=repair.case, at=repair.at)
    routes_start(repair.case, kind)
    return CaseProcess.objects.filter(case_file=repair.case).count() > before
