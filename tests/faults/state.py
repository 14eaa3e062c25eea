"""Everything that the database holds of the cases, and whether two such states are the same."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models
from psycopg import sql

# What a verb could change: all but the places, which are data, and Django's own tables.
APPS = ("casework", "workflows", "viewflow", "notifications")
FIXED = {"casework_organisation", "casework_unit"}
EVENTS = {"+casework_event", "+casework_roleevent"}
# The record of who did what: an entry for each row that a verb changed, and the end of its stream.
AUDIT = {"casework_auditentry", "casework_audithead"}
AUDITED = {f"{sign}{table}" for table in AUDIT for sign in "+-"}
# What no two runs of a verb have the same, nor one that stopped between its transactions.
OF_THE_MOMENT = {
    *(("casework_auditentry", column) for column in ("at", "hash", "previous_hash")),
    *(("casework_audithead", column) for column in ("number", "hash")),
}
# Keys that the models keep as plain values, and what is dealt out like one.
REFERENCES = {
    ("casework_incident", "reference"): "",
    ("casework_incident", "task"): "viewflow_task",
    ("casework_obligation", "task"): "viewflow_task",
    ("casework_obligation", "subject"): "",
    ("casework_event", "subject"): "",
    ("casework_auditentry", "stream"): "",
    ("casework_auditentry", "case_file"): "casework_casefile",
    ("casework_auditentry", "subject"): "",
    ("casework_victimcontact", "matter"): "",
}

# By table, each row as text: how often it is there, which is once.
State = dict[str, Counter[str]]
# By "+table" and "-table", the rows that came and went.
Differences = dict[str, Counter[Any]]


@cache
def _tables() -> dict[str, dict[str, models.Field]]:
    """The columns of every table."""
    found = [
        model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return {
        model._meta.db_table: {field.column: field for field in model._meta.local_concrete_fields}
        for model in found
        if model._meta.db_table not in FIXED
    }


@cache
def _everything() -> str:
    rows = sql.SQL("SELECT {}, to_jsonb(t)::text FROM {} t")
    every = sql.SQL(" UNION ALL ").join(
        rows.format(sql.Literal(table), sql.Identifier(table)) for table in _tables()
    )
    # As text: a statement says who it is for.
    return every.as_string()


def state() -> State:
    """Every row of every table. One query."""
    found: State = {table: Counter() for table in _tables()}
    with connection.cursor() as cursor:
        for table, row in cursor.execute(_everything()):
            found[table][row] += 1
    return found


def differences(before: State, after: State) -> Differences:
    """What is there after and not before, and the other way round, by table.

    Without the keys that are new, which the database deals out as it comes, and without the
    hours that Viewflow reads off the machine's clock.
    """
    known = _keys(before)
    return {
        f"{sign}{table}": Counter(_seen(table, row, known) for row in rows)
        for sign, one, other in (("+", after, before), ("-", before, after))
        for table, rows in _only_in(one, other).items()
    }


def is_part_of(some: Differences, whole: Differences) -> bool:
    """Whether some of the differences, not none and not all, are there."""
    return bool(some) and some != whole and all(some[place] <= whole.get(place, Counter()) for place in some)


def _only_in(one: State, other: State) -> State:
    return {table: rows - other[table] for table, rows in one.items() if rows - other[table]}


def _keys(found: State) -> dict[str, set[Any]]:
    keys = {table: {json.loads(row)[_key(table)] for row in rows} for table, rows in found.items()}
    return {**keys, "": set().union(*keys.values())}


def _key(table: str) -> str:
    return next(column for column, field in _tables()[table].items() if field.primary_key)


def _seen(table: str, row: str, known: dict[str, set[Any]]) -> tuple[str, ...]:
    return tuple(
        _seen_value(table, column, value, known) for column, value in sorted(json.loads(row).items())
    )


def _seen_value(table: str, column: str, value: Any, known: dict[str, set[Any]]) -> str:
    field, target = _tables()[table][column], _target(table, column)
    if target in known and value is not None and value not in known[target]:
        return "new"
    if (table, column) in OF_THE_MOMENT:
        return "of the moment"
    if table.startswith("viewflow_") and isinstance(field, models.DateTimeField) and column != "assigned":
        return str(value is not None)
    return str(value)


def _target(table: str, column: str) -> str | None:
    """The table whose key the column holds, if it holds one."""
    field = _tables()[table][column]
    if field.related_model:
        return field.related_model._meta.db_table
    return table if field.primary_key else REFERENCES.get((table, column))
