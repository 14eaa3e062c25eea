"""The time limits of the process as data: how long, in which unit, from when to when, and by which law.

Several rows of one code are the versions of its rule. The one in force on the day of the trigger
applies, whatever has changed since.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from casework.deadlines.units import Direction, Roll, Unit, hours_from, reckoned, rolled
from casework.pages.dates import local_date

DATA = Path(__file__).parent / "data" / "rules.json"
IN_FORCE = ("effective_from", "effective_to")


class NoRuleInForce(LookupError):
    """No version of the rule was in force on the day of the trigger: a date of it would be a guess."""


@dataclass(frozen=True)
class Rule:
    """One version of a time limit, counted `direction` its trigger.

    `confidence` says how sure the source is: "sourced", or "assumption" for a
    limit that a force and an area should set for themselves. `instrument` and
    `provision` are empty where no law sets it. In force from the first to the last
    of its days, both included; without one, always.
    """

    code: str
    amount: int
    unit: Unit
    trigger: str
    source: str
    confidence: Literal["sourced", "assumption"]
    direction: Direction = "after"
    roll: Roll = ""
    instrument: str = ""
    provision: str = ""
    effective_from: date | None = None
    effective_to: date | None = None

    @property
    def authority(self) -> str:
        """The law that sets it, or where else it comes from."""
        return f"{self.instrument}, {self.provision}" if self.instrument else self.source

    def in_force_on(self, day: date) -> bool:
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)

    def unrolled(self, trigger_on: date) -> date:
        """The day counted, before the rule for days on which nothing can be done moves it."""
        return reckoned(trigger_on, self.amount, self.unit, self.direction)

    def due_on(self, trigger_on: date) -> date:
        """The day on which the limit runs out. Raises OutsideCalendar for working days beyond the data."""
        return rolled(self.unrolled(trigger_on), self.roll)


def rule_read(row: dict[str, Any]) -> Rule:
    """A row of the table. Raises ValueError for an amount that is negative: `direction` says before."""
    if row["amount"] < 0:
        raise ValueError(f"The amount of {row['code']} is negative")
    days: dict[str, Any] = {name: date.fromisoformat(row[name]) for name in IN_FORCE if name in row}
    return Rule(**{**row, **days})


@cache
def versions() -> dict[str, tuple[Rule, ...]]:
    """The versions of every rule by its code, the oldest first, read once.

    Raises ValueError where two are in force on one day.
    """
    found: defaultdict[str, list[Rule]] = defaultdict(list)
    for row in json.loads(DATA.read_text())["rules"]:
        found[row["code"]].append(rule_read(row))
    return {code: _in_order(rules) for code, rules in found.items()}


def _in_order(rules: list[Rule]) -> tuple[Rule, ...]:
    ordered = sorted(rules, key=lambda rule: rule.effective_from or date.min)
    for earlier, later in pairwise(ordered):
        if (earlier.effective_to or date.max) >= (later.effective_from or date.min):
            raise ValueError(f"Two versions of {earlier.code} are in force on one day")
    return tuple(ordered)


def rule_on(code: str, day: date) -> Rule:
    """The version in force on that day (KeyError for a name that is not held). Raises NoRuleInForce."""
    for rule in versions()[code]:
        if rule.in_force_on(day):
            return rule
    raise NoRuleInForce(f"No version of {code} is in force on {day}")


def due_on(code: str, trigger_on: date) -> date:
    """The day on which the named limit runs out; raises as `rule_on` does."""
    return rule_on(code, trigger_on).due_on(trigger_on)


def due_at(code: str, trigger_at: datetime) -> datetime:
    """The moment at which a limit in hours runs out, counted in time that has passed: the clocks that
    change do not change it. Raises as `rule_on` does, and ValueError for one in days."""
    rule = rule_on(code, local_date(trigger_at))
    if rule.unit != "hour":
        raise ValueError(f"{code} is not counted in hours")
    return hours_from(trigger_at, rule.amount, rule.direction)
