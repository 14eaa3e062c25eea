"""Whom a statement is for is said with it and ends with its transaction: nobody gets it from a connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from psycopg import sql

from casework.audit.who import Acting, acting_as
from casework.casefiles.models import CaseFile
from tests.wall.role import acting_as_role, roles_require

pytestmark = pytest.mark.django_db
SOMEBODY = Acting(person=7, door="case")


@pytest.fixture
def pooled(db: None) -> Iterator[Any]:
    """A connection outside any transaction, as one that a pool gives to one request after another."""
    own = connections.create_connection("default")
    yield own
    own.close()


def said_on(connection: Any) -> str:
    """What a statement that says nothing of anybody meets there."""
    connection.ensure_connection()
    (found,) = connection.connection.execute("SELECT current_setting('casework.who', true)").fetchone()
    return found or ""


def ask(connection: Any, statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def test_a_statement_carries_whom_it_is_for(pooled):
    with acting_as(SOMEBODY):
        assert ask(pooled, "SELECT current_setting('casework.who')") == ("7|||case|",)
    assert said_on(pooled) == ""


@pytest.mark.parametrize(
    "statement",
    [
        "(SELECT {}) UNION ALL (SELECT {})",
        " ( (SELECT {}))",
        "VALUES ({})",
        "/* of a page */ SELECT {}",
        "-- of a page\nSELECT {}",
    ],
)
def test_it_carries_it_however_it_begins(pooled, statement):
    with acting_as(SOMEBODY):
        assert ask(pooled, statement.replace("{}", "current_setting('casework.who')")) == ("7|||case|",)


def test_what_is_no_text_is_refused_while_somebody_acts(pooled):
    with acting_as(SOMEBODY), pytest.raises(TypeError):
        ask(pooled, sql.SQL("SELECT 1"))


def test_nobody_is_left_on_the_connection_by_a_transaction_however_it_ends(pooled):
    for ends in (lambda: None, pooled.rollback, lambda: ask(pooled, "SELECT 1/0")):
        with acting_as(SOMEBODY), suppress(DatabaseError), _atomic(pooled):
            ask(pooled, "SELECT 1")
            assert said_on(pooled) == "7|||case|"
            ends()
        assert said_on(pooled) == ""


@contextmanager
def _atomic(connection: Any) -> Iterator[None]:
    """Django's `atomic` takes connections by name, and this one has none."""
    connection.set_autocommit(False)
    try:
        yield
        connection.commit()
    except DatabaseError:
        connection.rollback()
        raise
    finally:
        connection.set_autocommit(True)


def test_whoever_asks_next_in_the_same_transaction_is_not_who_asked_before(drive, cast):
    roles_require()
    drive.case()
    with transaction.atomic(), acting_as_role():
        with acting_as(Acting(person=cast.investigator.pk)):
            assert CaseFile.objects.count() == 1
        with acting_as(Acting()):
            assert CaseFile.objects.count() == 0
        with acting_as(Acting(person=cast.outsider.pk)):
            assert CaseFile.objects.count() == 0


def test_rows_that_come_in_parts_are_those_of_who_asked(drive, cast):
    roles_require()
    case = drive.case()
    with acting_as_role():
        for who, found in ((cast.investigator, [case]), (cast.outsider, [])):
            with acting_as(Acting(person=who.pk)):
                assert list(CaseFile.objects.iterator(chunk_size=1)) == found


def test_what_a_page_names_cannot_say_who_asks(pooled):
    with acting_as(Acting(person=7, door="x'; SET casework.who = '8||||")):
        assert ask(pooled, "SELECT split_part(current_setting('casework.who'), '|', 1)") == ("7",)
