"""The roles of the database and what each may: less than the owner, and the pages behind the wall.

The owner of the tables migrates and does nothing else. The names are the same in every installation, because
what a database allows refers to them; its operator creates them (docs/deploy.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

WEB, WORKER = "rasso_web", "rasso_worker"
ROLES = (WEB, WORKER)
# The product removes rows of these tables, and keeps everything else for ever.
DELETED_FROM = (
    *("casework_draft", "casework_unsentform", "casework_feedbackticket", "django_session"),
    *("casework_secondfactor", "casework_recoverycode", "casework_givenpassword", "casework_providerlink"),
    *("casework_signedinsession", "viewflow_task_previous"),
)
# Written by nobody but triggers, which have their owner's rights, or by migrations.
READ_ONLY = (
    *("casework_audithead", "django_migrations", "django_content_type", "auth_permission", "auth_group"),
)

EXIST = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)"
# Each table that is the caller's, with whether the wall stands before it, whether the worker passes it there,
# and whether a trigger refuses to change its rows (16 in pg_trigger.tgtype).
TABLES = """
    SELECT relname, relrowsecurity,
        EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polname = 'all_cases'),
        EXISTS (
            SELECT FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
            WHERE tgrelid = pg_class.oid AND proname = 'casework_append_only' AND tgtype & 16 > 0
        )
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relowner = current_user::regrole
    ORDER BY relname
"""


class Table(NamedTuple):
    name: str
    walled: bool
    passed: bool
    append_only: bool


def roles_missing(cursor: CursorWrapper) -> list[str]:
    """Those that the server does not have. One query."""
    cursor.execute(EXIST, [list(ROLES)])
    found = {name for (name,) in cursor.fetchall()}
    return [name for name in ROLES if name not in found]


def rights_give(cursor: CursorWrapper) -> None:
    """Give the roles what they may on all tables that are the caller's, and take all else. Two messages."""
    cursor.execute("; ".join(rights_of(tables_of(cursor))))


def tables_of(cursor: CursorWrapper) -> list[Table]:
    cursor.execute(TABLES)
    return [Table(*row) for row in cursor.fetchall()]


def rights_of(tables: Iterable[Table]) -> Iterator[str]:
    """The statements, of which each may be repeated."""
    both = ", ".join(ROLES)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {both}"
    yield f"GRANT USAGE ON SCHEMA public TO {both}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {both}"
    for table in tables:
        yield f"GRANT {', '.join(_may(table))} ON {table.name} TO {both}"
        if table.walled and not table.passed:
            # The worker works on the cases of all, and shows nobody what it reads.
            yield f"CREATE POLICY all_cases ON {table.name} TO {WORKER} USING (true) WITH CHECK (true)"


def _may(table: Table) -> Iterator[str]:
    yield "SELECT"
    if table.name in READ_ONLY:
        return
    yield "INSERT"
    if not table.append_only:
        yield "UPDATE"
    if table.name in DELETED_FROM:
        yield "DELETE"
