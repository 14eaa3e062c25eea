"""By when a step is to be done: named clocks, the earliest of which is its due date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.deadlines.counted import Counted

# The record is of the kind that the flow carries, which a type cannot say.
Reckoning = Callable[[Any, date], Counted | None]


@dataclass(frozen=True)
class Clock:
    """A date that a step has to keep, and how it was counted: None for one that somebody set.

    Both functions take the record and the day on which the step is opened.
    """

    name: str
    due: Callable[[Any, date], date]
    counted: Reckoning = lambda record, opened_on: None


def within(rule: str) -> Clock:
    """As the named rule says, counted from the day on which the step is opened."""
    return as_counted(rule, lambda record, opened_on: Counted(rule, opened_on))


def as_counted(rule: str, find: Callable[[Any, date], Counted]) -> Clock:
    """As the named rule says, counted from another day than that on which the step is opened."""
    return Clock(rule, lambda record, opened_on: find(record, opened_on).due_on, find)


def on_its_date(field: str) -> Clock:
    """On a date that the record holds. Named for the field, by which it is moved."""
    return Clock(
        field,
        lambda record, opened_on: getattr(record, field),
        lambda record, opened_on: record.counted(field),
    )
