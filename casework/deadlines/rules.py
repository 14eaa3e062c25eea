"""The time limits of the process as data: how long, in which unit, and where the limit comes from."""

from __future__ import annotations

import json
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from casework.deadlines.calendar import working_days_after, working_days_before

DATA = Path(__file__).parent / "data" / "rules.json"
MONTHS = 12


@dataclass(frozen=True)
class Rule:
    """A time limit. `amount` is negative where the limit lies before its trigger.

    `confidence` says how sure the source is: "sourced", or "assumption" for a
    limit that a force and an area should set for themselves.
    """

    code: str
    amount: int
    unit: Literal["calendar_day", "working_day", "calendar_month"]
    trigger: str
    source: str
    confidence: Literal["sourced", "assumption"]

    def due_on(self, trigger_on: date) -> date:
        """The day on which the limit runs out. Raises OutsideCalendar for working days beyond the data."""
        if self.unit == "calendar_day":
            return trigger_on + timedelta(days=self.amount)
        if self.unit == "calendar_month":
            return months_after(trigger_on, self.amount)
        if self.amount < 0:
            return working_days_before(trigger_on, -self.amount)
        return working_days_after(trigger_on, self.amount)


def months_after(day: date, count: int) -> date:
    """The same day of the month so many months on, or the last day of a month that is shorter."""
    years, month = divmod(day.month - 1 + count, MONTHS)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its code, read once."""
    return {row["code"]: Rule(**row) for row in json.loads(DATA.read_text())["rules"]}


def due_on(code: str, trigger_on: date) -> date:
    """The day on which the named limit runs out (KeyError for a name that is not held)."""
    return rules()[code].due_on(trigger_on)
