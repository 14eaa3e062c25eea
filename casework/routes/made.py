"""Records that a verb makes or moves beside its own, for the engine to give them theirs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from casework.routes.models import RouteRecord


@dataclass
class Noted:
    """The kinds of records that were made, and the records that were moved, by their keys."""

    made: set[str] = field(default_factory=set)
    moved: dict[UUID, RouteRecord] = field(default_factory=dict)


_noted: ContextVar[Noted | None] = ContextVar("noted", default=None)


def record_made(kind: str) -> None:
    """A record of this kind was made whose flow nobody else starts. Means nothing outside `records_noted`."""
    if (noted := _noted.get()) is not None:
        noted.made.add(kind)


def record_moved(record: RouteRecord) -> None:
    """The record was moved, or is no longer wanted, by another's verb: what is open of it follows.

    Means nothing outside `records_noted`.
    """
    if (noted := _noted.get()) is not None:
        noted.moved[record.pk] = record


@contextmanager
def records_noted() -> Iterator[Noted]:
    """What is made and moved meanwhile, in what is done inside."""
    token = _noted.set(noted := Noted())
    try:
        yield noted
    finally:
        _noted.reset(token)
