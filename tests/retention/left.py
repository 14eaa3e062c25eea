"""What the database and the store still have of a case: looked for in every table and every file."""

# ruff: noqa: S608 - the names are those of the tables themselves
from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import connection, transaction

from casework.casefiles.models import CaseFile

TEXTS = ("text", "character varying", "json", "jsonb", "uuid")
# The record of what was done, which names keys alone, and what is left of a case on purpose.
KEPT = {
    ("casework_auditentry", "stream"),
    ("casework_auditentry", "case_file"),
    ("casework_auditentry", "subject"),
    ("casework_auditentry", "details"),
    ("casework_audithead", "stream"),
    ("casework_erasedcase", "id"),
    ("casework_erasedcase", "urn"),
}


def gathered(case: CaseFile) -> list[tuple[str, str]]:
    """Table and key of every row that the erasure would remove; nothing is changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT casework_case_gather(%s)", [case.pk])
        cursor.execute("SELECT relation::regclass::text, key FROM pg_temp.casework_erasing")
        found = cursor.fetchall()
        cursor.execute("DROP TABLE pg_temp.casework_erasing")
    return found


def columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND data_type = ANY(%s)",
            [list(TEXTS)],
        )
        return cursor.fetchall()


def holding(strings: Iterable[str]) -> set[tuple[str, str]]:
    """The columns in which any of the strings is, in any capitals."""
    patterns = [f"%{each}%" for each in strings]
    with connection.cursor() as cursor:
        return {(table, column) for table, column in columns() if _has(cursor, table, column, patterns)}


def _has(cursor, table: str, column: str, patterns: list[str]) -> bool:
    cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" WHERE "{column}"::text ILIKE ANY(%s))', [patterns])
    return cursor.fetchone()[0]


def files_holding(store: Path, strings: Iterable[str]) -> Iterator[Path]:
    sought = [each.encode() for each in strings]
    for path in store.rglob("*"):
        if path.is_file() and any(each in path.read_bytes() for each in sought):
            yield path
