"""The bank holidays of England and Wales: a committed, dated file, with the changes that are laid over it.

Whoever keeps the changes says with `changes_from` how they are read; until then, as in a script without a
database, there are none. A thread reads them once, and again after `holidays_stale`, so that nothing is
counted with a calendar that somebody has changed meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from threading import local
from typing import Any, NamedTuple

DATA = Path(__file__).parent / "data" / "bank_holidays.json"


class Change(NamedTuple):
    """A day that becomes a bank holiday, or that is none any more."""

    day: date
    is_added: bool


class _Thread(local):
    """The days with which a thread counts; None when they are to be read anew."""

    days: frozenset[date] | None = None


_thread = _Thread()
_supposed: ContextVar[frozenset[date] | None] = ContextVar("supposed", default=None)
_readers: list[Callable[[], Iterable[Change]]] = []


def changes_from(read: Callable[[], Iterable[Change]]) -> None:
    """From now on the changes, the oldest first, are what `read` gives."""
    _readers[:] = [read]
    holidays_stale()


def bank_holidays() -> frozenset[date]:
    """Every bank holiday that is held. One query, the first time after `holidays_stale`."""
    if (supposed := _supposed.get()) is not None:
        return supposed
    if _thread.days is None:
        _thread.days = holidays_with(change for read in _readers for change in read())
    return _thread.days


def holidays_stale(**kwargs: Any) -> None:
    """Read the changes anew before the next use in this thread. Takes what a signal sends."""
    _thread.days = None


def holidays_with(changes: Iterable[Change]) -> frozenset[date]:
    """The days of the file after these changes, in their order. No query."""
    days = set(holidays_of_file())
    for change in changes:
        (days.add if change.is_added else days.discard)(change.day)
    return frozenset(days)


@contextmanager
def holidays_supposed(days: frozenset[date]) -> Iterator[None]:
    """Count with these days instead, in this block."""
    token = _supposed.set(days)
    try:
        yield
    finally:
        _supposed.reset(token)


@cache
def holidays_of_file() -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in json.loads(DATA.read_text())["bank_holidays"])


@cache
def years_held() -> range:
    """The years of the file. A day that is added in another one does not make that year known."""
    years = {day.year for day in holidays_of_file()}
    return range(min(years), max(years) + 1)
