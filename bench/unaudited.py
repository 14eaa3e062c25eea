"""Rows that a measurement makes by the million are in no record: nobody asked for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TRIGGERS = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'audit'"


@contextmanager
def unaudited() -> Iterator[None]:
    """What is written in the block, by whatever connection, makes no entries."""
    audit_switch("DISABLE")
    try:
        yield
    finally:
        audit_switch("ENABLE")


def audit_switch(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        for (watched,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {watched} {word} TRIGGER audit")
