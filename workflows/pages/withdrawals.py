"""Records whose work was withdrawn: by whom and why, and the step at which it can be taken up again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.casefiles.models import CaseFile
from casework.casefiles.routes import Route
from casework.events.models import Event
from casework.people.models import User
from workflows.engine import work
from workflows.engine.nodes import Step


@dataclass(frozen=True)
class Withdrawal:
    """`task` is the step to take up again, for who may; None for everybody else."""

    event: Event | None
    task: int | None


def withdrawals_of(case: CaseFile, route: Route, user: User) -> dict[UUID, Withdrawal]:
    """By record of the route, those that are withdrawn. Two queries, and none where nothing is."""
    withdrawn = [entry.record.pk for entry in route.entries if entry.record.withdrawn_at]
    if not withdrawn:
        return {}
    found = case.events.filter(subject__in=withdrawn, verb="withdrawn")
    # The latest of each record comes last, and stays.
    events = {event.subject: event for event in found.select_related("actor", "on_behalf_of").order_by("pk")}
    tasks = _tasks_withdrawn(case)
    return {key: Withdrawal(events.get(key), _for(case, tasks.get(key), user)) for key in withdrawn}


def _tasks_withdrawn(case: CaseFile) -> dict[UUID, Task]:
    """By record, the latest step at which its work was withdrawn. One query."""
    steps = Task.objects.filter(
        process__caseprocess__case_file=case, flow_task_type=Step.task_type, status=STATUS.CANCELED
    )
    found = steps.select_related("process__caseprocess").order_by("pk")
    return {task.process.caseprocess.record_key: task for task in found}


def _for(case: CaseFile, task: Task | None, user: User) -> int | None:
    return task.pk if task and work.may_withdraw(task.flow_task, case, task, user) else None
