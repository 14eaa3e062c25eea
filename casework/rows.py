"""Rows by their key, with the SQL of each kind made once.

The ORM spends more time on making a statement than PostgreSQL on answering it (bench/transitions.py). What
every step of every case reads and writes by key goes through here; all else is the ORM's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)
N = TypeVar("N", bound=Model)
Converter = Callable[[Any, None, Any], Any]
# A model, which of its rows by the values of fields, and the new values.
Change = tuple[type[Model], Mapping[str, Any], Mapping[str, Any]]
NOTHING_BESIDE: Mapping[str, str] = MappingProxyType({})


def row_get(model: type[M], key: Any, *, lock: bool = False) -> M:
    """The row with this key, held until the transaction ends if it is to be locked. One query.

    A lock keeps others from changing the row, not from referring to it. Raises the model's DoesNotExist.
    """
    of = _loader(model)
    statement = f"SELECT {of.columns} FROM {of.table} WHERE {of.key} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement + (" FOR NO KEY UPDATE" if lock else ""), [key])
        row = cursor.fetchone()
    if row is None:
        raise model.DoesNotExist  # type: ignore[attr-defined]
    return of.instance(row)


def rows_get(first: tuple[type[M], Any], second: tuple[type[N], Any]) -> tuple[M, N]:
    """Two rows of two models by their keys. One query. Raises the first model's DoesNotExist."""
    (of, key), (to, other) = (_loader(first[0]), first[1]), (_loader(second[0]), second[1])
    condition = f"{of.key} = %s AND {to.key} = %s"
    statement = f"SELECT {of.columns}, {to.columns} FROM {of.table}, {to.table} WHERE {condition}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [key, other])
        row = cursor.fetchone()
    if row is None:
        raise first[0].DoesNotExist  # type: ignore[attr-defined]
    return of.instance(row[: of.width]), to.instance(row[of.width :])


def rows_exist(*wanted: tuple[type[Model], Mapping[str, Any]]) -> tuple[bool, ...]:
    """For each of the models, whether a row has these values, by field names. One query."""
    found, values = [], []
    for model, equal in wanted:
        fields = [model._meta.get_field(name) for name in equal]
        condition = " AND ".join(f"{_quoted(field)} = %s" for field in fields)
        found.append(f"EXISTS (SELECT 1 FROM {_table(model)} WHERE {condition})")  # noqa: S608
        values += [_stored(field, equal[field.name]) for field in fields]  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(found)}", values)
        row: tuple[bool, ...] = cursor.fetchone()
    return row


def rows_with(
    model: type[M],
    relations: Sequence[str],
    condition: str,
    values: Sequence[Any],
    beside: Mapping[str, str] = NOTHING_BESIDE,
) -> list[M]:
    """The rows that the SQL condition holds for, each with what it relates to. One query.

    What is `beside` its columns is an SQL expression by the name of the attribute that it becomes.
    """
    of, related = _loader(model), [(name, *_joined(model, name)) for name in relations]
    columns = ", ".join([of.columns, *(to.columns for _, to, _ in related), *beside.values()])
    tables = " ".join([of.table, *(join for _, _, join in related)])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {tables} WHERE {condition}", values)  # noqa: S608
        return [_with_related(of, related, row, beside) for row in cursor.fetchall()]


def _with_related(
    of: _Loader, related: Sequence[tuple[str, _Loader, str]], row: Sequence[Any], beside: Iterable[str]
) -> Any:
    found, begin = of.instance(row[: of.width]), of.width
    for name, to, _ in related:
        part = row[begin : begin + to.width]
        setattr(found, name, to.instance(part) if part[0] is not None else None)
        begin += to.width
    for name, value in zip(beside, row[begin:], strict=True):
        setattr(found, name, value)
    return found


@cache
def _joined(model: type[Model], relation: str) -> tuple[_Loader, str]:
    """How the table of a relation is joined, by its key, which is its first column."""
    field: Any = model._meta.get_field(relation)
    to = _loader(field.related_model)
    return to, f"LEFT JOIN {to.table} ON {_table(model)}.{_quoted(field)} = {to.key}"


def row_insert(instance: Model) -> None:
    """Write a new row. It gets its key from the database if it has none yet. One query."""
    statement, fields = _insert(type(instance))
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(instance, fields))
        (instance.pk,) = cursor.fetchone()
    instance._state.adding, instance._state.db = False, connection.alias


def rows_insert(first: Model, second: Model, key: str) -> None:
    """Write two new rows, the second with the key of the first in the field `key`. One query."""
    (one, one_fields), (two, two_fields) = _insert(type(first)), _insert(type(second), key)
    values = [*_values(first, one_fields), *_values(second, two_fields)]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH first AS ({one}) {two}, {_quoted(type(second)._meta.get_field(key))}", values)
        second.pk, first.pk = cursor.fetchone()
    setattr(second, key, first.pk)
    for instance in (first, second):
        instance._state.adding, instance._state.db = False, connection.alias


def row_update(model: type[Model], where: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Change the rows that are as `where` says, by field names; whether there were any. One query."""
    statement, given = _change(model, where, values)
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return bool(cursor.rowcount)


def rows_update(*changes: Change) -> None:
    """Several such changes to different tables in one query."""
    *before, (last, given) = [_change(*change) for change in changes]
    names = ", ".join(f"change{index} AS ({statement})" for index, (statement, _) in enumerate(before))
    with connection.cursor() as cursor:
        values = [value for _, values in before for value in values]
        cursor.execute(f"WITH {names} {last}" if names else last, [*values, *given])


def rows_set(model: type[Model], name: str, values: Mapping[Any, Any]) -> None:
    """Give a field of many rows a value each, by their keys. One query."""
    key, field = model._meta.pk, model._meta.get_field(name)
    statement = (
        f"UPDATE {_table(model)} SET {_quoted(field)} = given.value "  # noqa: S608
        f"FROM unnest(%s::{_type(key)}[], %s::{_type(field)}[]) AS given (key, value) "
        f"WHERE {_table(model)}.{_quoted(key)} = given.key"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(values), list(values.values())])


def rows_add(
    model: type[Model],
    columns: Mapping[str, Sequence[Any]],
    same: Mapping[str, Any],
    *,
    twice: str = "fails",
) -> None:
    """Write many new rows by the names of their fields: column by column, and what all have the `same`.

    One query. With `twice` "is_left" a row that a unique constraint refuses is left out.
    """
    fields, shared = ([model._meta.get_field(name) for name in names] for names in (columns, same))
    names = ", ".join(_quoted(field) for field in (*fields, *shared))
    arrays = ", ".join(f"%s::{_type(field)}[]" for field in fields)
    constants = "".join(f", %s::{_type(field)}" for field in shared)
    rows = f"SELECT given.*{constants} FROM unnest({arrays}) AS given"  # noqa: S608
    left = " ON CONFLICT DO NOTHING" if twice == "is_left" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_table(model)} ({names}) {rows}{left}",
            [*same.values(), *map(list, columns.values())],
        )


def _change(model: type[Model], where: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[str, list[Any]]:
    nulls = tuple(name for name, value in where.items() if value is None)
    held = {name: value for name, value in where.items() if value is not None}
    statement, fields = _update(model, tuple(values), tuple(held), nulls)
    given = [*values.values(), *held.values()]
    return statement, [_stored(field, value) for field, value in zip(fields, given, strict=True)]


def _values(instance: Model, fields: Sequence[Field[Any, Any]]) -> list[Any]:
    return [field.get_db_prep_save(getattr(instance, field.attname), connection) for field in fields]


def _stored(field: Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value.pk if isinstance(value, Model) else value, connection)


class _Loader:
    """Makes instances of a model from rows of all its columns."""

    def __init__(self, model: type[Any]):
        fields = model._meta.concrete_fields
        self.model, self.table, self.width = model, _table(model), len(fields)
        self.key = f"{self.table}.{_quoted(model._meta.pk)}"
        self.columns = ", ".join(f"{self.table}.{_quoted(field)}" for field in fields)
        self.names = [field.attname for field in fields]
        self.converters: list[tuple[int, Converter]] = [
            (index, convert)
            for index, field in enumerate(fields)
            for convert in field.get_db_converters(connection)
        ]

    def instance(self, row: Sequence[Any]) -> Any:
        values = list(row)
        for index, convert in self.converters:
            values[index] = convert(values[index], None, connection)
        return self.model.from_db(connection.alias, self.names, values)


_loader = cache(_Loader)


@cache
def _insert(model: type[Model], of_first: str = "") -> tuple[str, list[Field[Any, Any]]]:
    """The field `of_first` gets the key of the row that is written before in the same statement."""
    # A key that the database gives is not written.
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "db_returning", False)]
    given = [field for field in fields if field.name != of_first]
    marks = ", ".join("%s" if field in given else "(SELECT * FROM first)" for field in fields)
    columns, key = ", ".join(_quoted(field) for field in fields), _quoted(model._meta.pk)
    return f"INSERT INTO {_table(model)} ({columns}) VALUES ({marks}) RETURNING {key}", given  # noqa: S608


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


def _type(field: Any) -> str:
    """The type of its column, without what makes the database give it a value."""
    return field.rel_db_type(connection) if field.primary_key else field.db_type(connection)


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(field.column)
