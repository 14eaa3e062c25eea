"""Starting a route for each record that has none, and resuming one that waits for another."""

from __future__ import annotations

from typing import Any

from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.casefiles.models import CaseFile
from workflows.engine.nodes import Wait
from workflows.engine.registry import FLOWS
from workflows.models import CaseProcess


def routes_start(case: CaseFile, *kinds: str) -> None:
    """Start the flow of every record of these kinds that nothing carries yet; of all kinds without a name.

    Call it in the transaction that made the records, under the case's lock. One query a
    kind, and the start of each flow.
    """
    for kind in kinds or FLOWS:
        model = CaseProcess._meta.get_field(kind).related_model
        for record in model.objects.filter(case_file=case, process__isnull=True):
            record.case_file = case
            FLOWS[kind].start.run(record=record)


def route_resume(record: Any, node: str) -> None:
    """Wake the record's process, which waits at the named node of its version. Call it under the case's lock.

    One that does not wait there, because an administrator has moved it on, is left alone. Two
    queries, and what follows.
    """
    process = record.process
    process.record_set(record, record.case_file)
    waiting = Task.objects.filter(
        process=process,
        flow_task_type=Wait.task_type,
        flow_task=getattr(process.flow_class, node),
        status=STATUS.NEW,
    ).first()
    if waiting is None:
        return
    waiting.process = process
    waiting.flow_task.activation_class(waiting).wake()
