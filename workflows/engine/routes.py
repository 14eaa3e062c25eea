"""Starting a route for each record that has none, and resuming one that waits for another."""

from __future__ import annotations

from typing import Any

from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.casefiles.models import CaseFile
from workflows.engine.nodes import FLOWS
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


def route_resume(record: Any, kind: str, node: str) -> None:
    """Run the waiting node of the record's process. Raises Task.DoesNotExist when it does not wait there."""
    handle = getattr(FLOWS[kind], node)
    waiting = Task.objects.get(process=record.process, flow_task=handle, status=STATUS.NEW)
    handle.run(waiting)
