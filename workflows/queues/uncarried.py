"""Which kinds of record have one that somebody owes and that nothing carries on."""

from __future__ import annotations

from functools import cache

from django.db import connection
from viewflow.workflow.models import Process
from viewflow.workflow.status import PROCESS

from workflows.models import SUBJECTS, CaseProcess


def kinds_not_carried() -> list[str]:
    """In whatever case: where all is well there is none, and no kind need be asked alone. One query."""
    kinds = tuple(SUBJECTS)
    with connection.cursor() as cursor:
        cursor.execute(_statement(kinds), {"under_way": PROCESS.NEW})
        found: tuple[bool, ...] = cursor.fetchone()
    return [kind for kind, there in zip(kinds, found, strict=True) if there]


@cache
def _statement(kinds: tuple[str, ...]) -> str:
    """Made once: the ORM would take longer for it than PostgreSQL."""
    return f"SELECT {', '.join(f'EXISTS ({_not_carried(kind)})' for kind in kinds)}"


def _not_carried(kind: str) -> str:
    quoted, field = connection.ops.quote_name, CaseProcess._meta.get_field(kind)
    model = field.related_model
    positions = ", ".join(f"'{position}'" for position in model.OWED)
    process, engines = quoted(CaseProcess._meta.db_table), quoted(Process._meta.db_table)
    carried = (
        f"SELECT 1 FROM {process} ours JOIN {engines} engine ON engine.id = ours.process_ptr_id "  # noqa: S608
        f"WHERE ours.{quoted(field.column)} = record.id AND engine.status = %(under_way)s"
    )
    return (
        f"SELECT 1 FROM {quoted(model._meta.db_table)} record WHERE record.position IN ({positions}) "  # noqa: S608
        f"AND record.withdrawn_at IS NULL AND NOT EXISTS ({carried})"
    )
