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
    *("casework_letgofile", "casework_breakinattempt"),
    *("casework_secondfactor", "casework_recoverycode", "casework_givenpassword", "casework_providerlink"),
    *("casework_signedinsession", "viewflow_task_previous"),
)
# Written by nobody but triggers, which have their owner's rights, or by migrations.
READ_ONLY = (
    *("casework_audithead", "django_migrations", "django_content_type", "auth_permission", "auth_group"),
)
# The functions that statements of the product, policies and triggers call; the rest are their owner's alone,
# so that nobody can make a trigger of their own of one. A trigger that is there runs for whoever writes.
CALLED = (
    *("casework_wall", "casework_kept_in", "casework_case_refused", "casework_audit_stream"),
    *("casework_is_erasing", "casework_asking", "casework_watches", "casework_urn_opened"),
    *("casework_cases_worked_by", "casework_crime_number_elsewhere", "casework_suspect_elsewhere"),
    "casework_own_work",
)
CALLED_BY_PAGES = ("casework_case_erase",)

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
# Each function that is the caller's, with its arguments, but those that an extension brought.
FUNCTIONS = """
    SELECT proname, oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proowner = current_user::regrole AND NOT EXISTS (
        SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e'
    )
    ORDER BY proname
"""
# A role with tables of its own could run what is its owner's by a trigger on one. Where the caller owns the
# database too, they see to it; else its operator does.
NO_TABLES = """
    SELECT format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', datname) FROM pg_database
    WHERE datname = current_database() AND datdba = current_user::regrole
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
    """Give the roles what they may on all that is the caller's, and take all else. Four messages."""
    cursor.execute("; ".join(rights_now(cursor)))


def rights_now(cursor: CursorWrapper) -> Iterator[str]:
    """The statements, of which each may be repeated. Three queries."""
    cursor.execute(NO_TABLES)
    yield from (statement for (statement,) in cursor.fetchall())
    cursor.execute(TABLES)
    yield from rights_of(Table(*row) for row in cursor.fetchall())
    cursor.execute(FUNCTIONS)
    yield from rights_to_call(cursor.fetchall())


def rights_of(tables: Iterable[Table]) -> Iterator[str]:
    both = ", ".join(ROLES)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {both}"
    yield f"GRANT USAGE ON SCHEMA public TO {both}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {both}"
    for table in tables:
        yield f"GRANT {', '.join(_may(table))} ON {table.name} TO {both}"
        if table.walled and not table.passed:
            # The worker works on the cases of all, and shows nobody what it reads.
            yield f"CREATE POLICY all_cases ON {table.name} TO {WORKER} USING (true) WITH CHECK (true)"


def rights_to_call(functions: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Of each function by its name and with its arguments."""
    both = ", ".join(ROLES)
    for name, function in functions:
        yield f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC, {both}"
        if name in CALLED:
            yield f"GRANT EXECUTE ON FUNCTION {function} TO {both}"
        elif name in CALLED_BY_PAGES:
            yield f"GRANT EXECUTE ON FUNCTION {function} TO {WEB}"


def _may(table: Table) -> Iterator[str]:
    yield "SELECT"
    if table.name in READ_ONLY:
        return
    yield "INSERT"
    if not table.append_only:
        yield "UPDATE"
    if table.name in DELETED_FROM:
        yield "DELETE"
