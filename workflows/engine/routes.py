"""Starting a route for each record that has none, and resuming one that waits for another."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.casefiles.models import CaseFile
from workflows.engine.nodes import Wait
from workflows.engine.registry import FLOWS
from workflows.models import CaseProcess


def routes_start(case: CaseFile, *kinds: str) -> None:
    """Start the flow of every record of these kinds that nothing carries yet; of all kinds without a name.

    Call it in the transaction that made the records, under the case's lock. One query for which kinds
    there are without a name, one a kind, and the start of each flow.
    """
    for kind in kinds or kinds_unstarted(case):
        model = CaseProcess._meta.get_field(kind).related_model
        for record in model.objects.filter(case_file=case, process__isnull=True):
            record.case_file = case
            FLOWS[kind].start.run(record=record)


def kinds_unstarted(case: CaseFile) -> list[str]:
    """The kinds of the records of a case that nothing carries yet. One query for all kinds."""
    with connection.cursor() as cursor:
        cursor.execute(_unstarted(tuple(FLOWS)), {"case": case.pk})
        found: tuple[bool, ...] = cursor.fetchone()
    return [kind for kind, there in zip(FLOWS, found, strict=True) if there]


@cache
def _unstarted(kinds: tuple[str, ...]) -> str:
    """The statement, made once: the ORM would take longer for it than PostgreSQL."""
    quoted = connection.ops.quote_name
    process, found = quoted(CaseProcess._meta.db_table), []
    for kind in kinds:
        field = CaseProcess._meta.get_field(kind)
        carried = f"SELECT 1 FROM {process} WHERE {quoted(field.column)} = record.id"  # noqa: S608
        table = quoted(field.related_model._meta.db_table)
        mine = f"SELECT 1 FROM {table} record WHERE record.case_file_id = %(case)s"  # noqa: S608
        found.append(f"EXISTS ({mine} AND NOT EXISTS ({carried}))")
    return f"SELECT {', '.join(found)}"


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
