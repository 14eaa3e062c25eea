"""Work that is no longer wanted, and work that is wanted again."""

from __future__ import annotations

from datetime import datetime

from viewflow.workflow import STATUS
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.people.models import User
from casework.people.roles import Role
from workflows.engine.nodes import Step
from workflows.engine.standing import stand_process
from workflows.engine.work.refusals import WorkRefused
from workflows.engine.work.under_lock import under_lock
from workflows.models import CaseProcess


def cancel(*, task: Task, by: User, at: datetime, reason: str) -> None:
    """Withdraw the work on the step's record: its route ends here, with the reason.

    A verb that puts the record somewhere else instead has what belongs there opened. Raises NotAllowed
    for work that nobody, or not this role, may withdraw, and WorkRefused or RuleBroken as for any step.
    """
    with under_lock(task, by, at, doing="cancel", roles=withdrawers) as held:
        if not reason:
            raise RuleBroken("Enter why the work is withdrawn", field="reason")
        held.activation.flow_class.withdraw(record=held.record, by=held.by, at=at, reason=reason)
        stand_process(held.activation.process)
        held.activation.flow_class.instance.after_withdrawal(held.activation)


def reinstate(*, task: Task, by: User, at: datetime, reason: str) -> None:
    """Take up again the work that was withdrawn at this step: it is opened anew.

    Clocks that run from the opening start anew; a date that the record itself holds stays.
    Raises NotAllowed and WorkRefused, and RuleBroken when what waited for it has gone on.
    """
    with under_lock(task, by, at, doing="reinstate", roles=withdrawers, statuses=(STATUS.CANCELED,)) as held:
        if not reason:
            raise RuleBroken("Enter why the work is taken up again", field="reason")
        if held.record.withdrawn_at is None or held.task.pk != _withdrawn_last(held.activation.process):
            raise WorkRefused("This work has been taken up again already")
        held.activation.flow_class.reinstate(record=held.record, by=held.by, at=at, reason=reason)
        _process_set(held.activation.process, PROCESS.NEW, None)
        held.step._create(held.activation, held.task.token)


def withdrawers(step: Step) -> tuple[Role, ...]:
    """The roles in which somebody may withdraw the step, and take it up again."""
    return step.withdrawn_by


def _withdrawn_last(process: CaseProcess) -> int:
    """The step at which the process was withdrawn last. One query."""
    cancelled = Task.objects.filter(process=process, status=STATUS.CANCELED, flow_task_type=Step.task_type)
    return cancelled.latest("finished", "pk").pk


def may_withdraw(step: Step, case: CaseFile, task: Task, user: User) -> bool:
    """Whether the person may withdraw the work of this step, or take it up again. No query of its own."""
    return actor_on(case, user, withdrawers(step)) is not None


def _process_set(process: CaseProcess, status: str, finished: datetime | None) -> None:
    process.status, process.finished = status, finished
    process.save(update_fields=["status", "finished"])
