"""Rows by their key, with the SQL of each kind made once.

The ORM spends more time on making a statement than PostgreSQL on answering it (bench/transitions.py). What
every step of every case does by key, a read under lock, an update and three inserts, goes through here;
all else is the ORM's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)
Converter = Callable[[Any, None, Any], Any]


def row_get(model: type[M], key: Any, *, lock: bool = False) -> M:
    """The row with this key, held until the transaction ends if it is to be locked. One query.

    Raises the model's DoesNotExist.
    """
    statement, names, converters = _select(model, lock)
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])
        row = cursor.fetchone()
    if row is None:
        raise model.DoesNotExist  # type: ignore[attr-defined]
    values = list(row)
    for index, convert in converters:
        values[index] = convert(values[index], None, connection)
    return model.from_db(connection.alias, names, values)


def row_insert(instance: Model) -> None:
    """Write a new row. It gets its key from the database if it has none yet. One query."""
    statement, fields = _insert(type(instance))
    values = [field.get_db_prep_save(getattr(instance, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        (instance.pk,) = cursor.fetchone()
    instance._state.adding, instance._state.db = False, connection.alias


def row_update(model: type[Model], where: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Change the rows that are as `where` says, by field names; whether there were any. One query."""
    nulls = tuple(name for name, value in where.items() if value is None)
    held = {name: value for name, value in where.items() if value is not None}
    statement, fields = _update(model, tuple(values), tuple(held), nulls)
    given = [*values.values(), *held.values()]
    with connection.cursor() as cursor:
        cursor.execute(statement, [_stored(field, value) for field, value in zip(fields, given, strict=True)])
        return bool(cursor.rowcount)


def _stored(field: Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value.pk if isinstance(value, Model) else value, connection)


@cache
def _select(model: type[Model], lock: bool) -> tuple[str, list[str], list[tuple[int, Converter]]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(_quoted(field) for field in fields)
    converters = [
        (index, convert)
        for index, field in enumerate(fields)
        for convert in field.get_db_converters(connection)
    ]
    statement = f"SELECT {columns} FROM {_table(model)} WHERE {_quoted(model._meta.pk)} = %s"  # noqa: S608
    return statement + (" FOR UPDATE" if lock else ""), [field.attname for field in fields], converters


@cache
def _insert(model: type[Model]) -> tuple[str, list[Field[Any, Any]]]:
    # A key that the database gives is not written.
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "db_returning", False)]
    columns, marks = ", ".join(_quoted(field) for field in fields), ", ".join(["%s"] * len(fields))
    key = _quoted(model._meta.pk)
    return f"INSERT INTO {_table(model)} ({columns}) VALUES ({marks}) RETURNING {key}", fields  # noqa: S608


@cache
def _update(
    model: type[Model], values: tuple[str, ...], held: tuple[str, ...], nulls: tuple[str, ...]
) -> tuple[str, list[Field[Any, Any]]]:
    field = model._meta.get_field
    changes = ", ".join(f"{_quoted(field(name))} = %s" for name in values)
    conditions = [f"{_quoted(field(name))} = %s" for name in held]
    conditions += [f"{_quoted(field(name))} IS NULL" for name in nulls]
    statement = f"UPDATE {_table(model)} SET {changes} WHERE {' AND '.join(conditions)}"  # noqa: S608
    return statement, [field(name) for name in (*values, *held)]  # type: ignore[misc]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(field.column)
