"""Who comes next when work stays undone: officer, supervisor, gatekeeper, joint meeting; so too at the CPS.

The rungs are data with the confidence of their source. After how many working days each is told a force or an
area can set otherwise, and it names who stands on it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from casework.deadlines.calendar import ONE_DAY, working_days_after, working_days_before
from casework.people.roles import Role, Side, side_of

DATA = Path(__file__).parent / "data" / "ladders.json"
MEETING = "meeting"
# What a force or an area set otherwise: the working days of its rungs, by their keys.
Days = tuple[tuple[str, int], ...]
SUGGESTED: Days = ()


@dataclass(frozen=True)
class Rung:
    """A rung of one side, reached so many working days after the due date; `role` acts on it."""

    key: str
    label: str
    role: Role
    working_days_overdue: int

    def reached_on(self, due_on: date) -> date:
        """The day from which the rung is told. Raises OutsideCalendar."""
        return working_days_after(due_on, self.working_days_overdue)

    def due_before(self, today: date) -> date:
        """The latest due date of work that has come to this rung. Raises OutsideCalendar.

        A due date on a weekend counts as the working day before it.
        """
        last_worked = working_days_before(today + ONE_DAY, 1)
        counted_from = working_days_before(last_worked, self.working_days_overdue)
        return working_days_after(counted_from, 1) - ONE_DAY


@cache
def _data() -> dict[str, Any]:
    return json.loads(DATA.read_text())


@cache
def ladder_of(side: Side, days: Days = SUGGESTED) -> tuple[Rung, ...]:
    """The rungs of a side, the lowest first, with what its force or area set otherwise."""
    own = dict(days)
    rungs = (Rung(**{**rung, "role": Role(rung["role"])}) for rung in _data()["ladders"][side])
    return tuple(
        replace(rung, working_days_overdue=own.get(rung.key, rung.working_days_overdue)) for rung in rungs
    )


@cache
def rungs_above(role: str, days: Days = SUGGESTED) -> tuple[Rung, ...]:
    """The rungs over who owes the work: not the one on which they stand themselves."""
    rungs = ladder_of(side_of(role), days)
    own = [index for index, rung in enumerate(rungs) if rung.role == role and rung.key != MEETING]
    return rungs[own[0] + 1 :] if own else rungs
