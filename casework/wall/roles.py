"""The roles of the database and what each may: the pages less than the worker, and either less than the owner.

The owner of the tables migrates and does nothing else. The names are the same in every installation, because what a
database allows refers to them; who creates them is for its operator (docs/deploy.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

WEB, WORKER = "rasso_web", "rasso_worker"
ROLES = (WEB, WORKER)
# What removes rows in the pages: the product keeps everything else for ever.
DELETED_BY_PAGES = (
    *("casework_draft", "casework_unsentform", "casework_feedbackticket", "django_session"),
    *("casework_secondfactor", "casework_recoverycode", "casework_givenpassword", "casework_providerlink"),
    *("casework_signedinsession", "viewflow_task_previous"),
)
# Written by nobody but triggers, which have their owner's rights, or by migrations.
READ_ONLY = ("casework_audithead", "django_migrations", "django_content_type", "auth_permission", "auth_group")

EXIST = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)"
# Each table that is the caller's, with whether the wall stands before it, whether the worker may pass it, and
# which changes a trigger refuses on every row of it: 16 of an UPDATE, 8 of a DELETE (pg_trigger.tgtype).
TABLES = """
    SELECT relname, relrowsecurity,
        EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polname = 'all_cases'),
        COALESCE(bit_or(CASE proname WHEN 'casework_append_only' THEN tgtype ELSE tgtype & 8 END::int), 0)
    FROM pg_class
    LEFT JOIN (pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid AND proname IN
        ('casework_append_only', 'casework_never_deleted', 'casework_ends_once')) ON tgrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relowner = current_user::regrole
    GROUP BY pg_class.oid, relname, relrowsecurity ORDER BY relname
"""
UPDATES, DELETES = 16, 8


class Table(NamedTuple):
    name: str
    walled: bool
    passed: bool
    refused: int


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
        for role in ROLES:
            yield f"GRANT {', '.join(_may(role, table))} ON {table.name} TO {role}"
        if table.walled and not table.passed:
            # The worker works on the cases of all, and shows nobody what it reads.
            yield f"CREATE POLICY all_cases ON {table.name} TO {WORKER} USING (true) WITH CHECK (true)"


def _may(role: str, table: Table) -> Iterator[str]:
    yield "SELECT"
    if table.name in READ_ONLY:
        return
    yield "INSERT"
    if not table.refused & UPDATES:
        yield "UPDATE"
    if not table.refused & DELETES and (role == WORKER or table.name in DELETED_BY_PAGES):
        yield "DELETE"
