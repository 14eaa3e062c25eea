"""Making the engine agree with a record that was moved beside its steps."""

from __future__ import annotations

from typing import Any

from viewflow.workflow import STATUS, Activation
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from casework.obligations.services import obligation_close
from casework.routes.models import RouteRecord
from workflows.engine.moment import moment
from workflows.engine.registry import FLOWS
from workflows.engine.tasks import is_known, open_tasks
from workflows.models import SUBJECTS, CaseProcess


def stand(record: RouteRecord) -> None:
    """Leave open what belongs to the position of a record that a process carries, and nothing else.

    Call it under the case's lock. One query, and those of `stand_process`.
    """
    process = record.process  # type: ignore[attr-defined]  # the other end of CaseProcess's one-to-one
    process.record_set(record, record.case_file)
    stand_process(process)


def stand_process(process: CaseProcess) -> None:
    """Leave open what belongs to the position of the process's record, and nothing else.

    That is its step or its wait; a process whose record is at rest or withdrawn is over. About five
    queries, and three for each open task.
    """
    close_all(process)
    flow, record = flow_of(process), process.record
    node = flow.node_at(record.position) if record.withdrawn_at is None else None
    over = PROCESS.CANCELED if record.withdrawn_at else PROCESS.DONE
    process.flow_class, process.status = flow, PROCESS.NEW if node else over
    process.finished = None if node else moment().at
    process.save(update_fields=["flow_class", "status", "finished"])
    if node:
        task = flow.task_class(process=process, flow_task=node)
        node._create(node.activation_class(task), task.token)


def close_all(process: CaseProcess) -> list[int]:
    """Cancel the open tasks of a process, and close their rows; their keys."""
    tasks = list(open_tasks().select_related("owner").filter(process=process))
    for task in tasks:
        if is_known(task):
            activation_of(task, process).cancel()
        else:
            Task.objects.filter(pk=task.pk).update(status=STATUS.CANCELED, finished=moment().at)
            obligation_close(task=task.pk, at=moment().at, owner=task.owner)
    return [task.pk for task in tasks]


def activation_of(task: Task, process: CaseProcess) -> Activation:
    task.process = process
    return task.flow_task.activation_class(task)


def flow_of(process: CaseProcess) -> Any:
    """The flow of the process; the newest of its kind of record for one whose own is gone."""
    kind = next(kind for kind in SUBJECTS if getattr(process, f"{kind}_id"))
    return process.flow_class or FLOWS[kind]
