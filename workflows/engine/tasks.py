"""Which of the engine's tasks are open, and whether what opened them is still there."""

from __future__ import annotations

from django.db.models import QuerySet
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task
from viewflow.workflow.nodes.obsolete import Obsolete

# A task in one of these is over; in any other it is open.
ENDED = (STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)


def open_tasks() -> QuerySet[Task]:
    return Task.objects.exclude(status__in=ENDED)


def kind_of(task: Task) -> str:
    """Which work it is: the kind of record and the node, "charging_decision.review"; empty if unknown."""
    node = task.flow_task
    return f"{node.flow_class.carries}.{node.name}" if node is not None else ""


def is_known(task: Task) -> bool:
    """Whether the flow of the task is still there, and has its node. No query."""
    return task.flow_task is not None and not isinstance(task.flow_task, Obsolete)
