"""By when a step is to be done: named clocks, the earliest of which is its due date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.deadlines.rules import due_on as rule_due_on


@dataclass(frozen=True)
class Clock:
    """A date that a step has to keep. `due` takes the record and the day on which the step is opened."""

    name: str
    # The record is of the kind that the flow carries, which a type cannot say.
    due: Callable[[Any, date], date]


def within(rule: str) -> Clock:
    """As the named rule says, counted from the day on which the step is opened."""
    return Clock(rule, lambda record, opened_on: rule_due_on(rule, opened_on))


def on_its_date(field: str) -> Clock:
    """On a date that the record holds. Named for the field, by which it is moved."""
    return Clock(field, lambda record, opened_on: getattr(record, field))
