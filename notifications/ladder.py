"""When people are told about a due date: the one table of stages, and pure questions about it.

First who owes the work, then rank by rank over them, as the ladders of the escalations say. Work that needs
an earlier warning has days of its own in data/alerts.json.

A day's moment is fixed in London's local time, so it stays at eight across a change
of the clocks. A day beyond the years of the calendar raises OutsideCalendar.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import models

from casework.deadlines.calendar import working_days_after, working_days_before
from casework.escalations.ladder import rungs_above

LONDON = ZoneInfo("Europe/London")
TOLD_AT = time(8)
ALERTS = Path(__file__).parent / "data" / "alerts.json"


class Stage(models.TextChoices):
    DUE_SOON = "due_soon", "Due soon"
    DUE = "due", "Due"
    OVERDUE = "overdue", "Overdue"
    # Told to a rank as well: the rungs of the escalations, by their keys.
    SUPERVISOR = "supervisor", "Overdue, told to the supervisor"
    GATEKEEPER = "gatekeeper", "Overdue, told to the gatekeeper"
    UNIT_HEAD = "unit_head", "Overdue, told to the unit head"
    CHIEF = "chief", "Overdue, told to the Chief Crown Prosecutor"
    MEETING = "meeting", "Overdue, a matter for the joint meeting"
    # Before the date, of work that has alerts of its own.
    IN_56 = "in_56", "Due in 56 days"
    IN_28 = "in_28", "Due in 28 days"
    IN_14 = "in_14", "Due in 14 days"
    IN_7 = "in_7", "Due in 7 days"
    IN_3 = "in_3", "Due in 3 days"
    IN_1 = "in_1", "Due tomorrow"


@dataclass(frozen=True)
class Rung:
    """A stage and its distance from the due date in working days: negative before it, 0 the day itself."""

    stage: Stage
    working_days: int

    def moment(self, due_on: date) -> datetime:
        walk = working_days_before if self.working_days < 0 else working_days_after
        return datetime.combine(walk(due_on, abs(self.working_days)), TOLD_AT, tzinfo=LONDON)


@dataclass(frozen=True)
class Alert:
    """A stage so many days before the due date, whether they are worked or not."""

    days: int

    @property
    def stage(self) -> Stage:
        return Stage(f"in_{self.days}")

    def moment(self, due_on: date) -> datetime:
        return datetime.combine(due_on - timedelta(days=self.days), TOLD_AT, tzinfo=LONDON)


# In the order of time, for whoever owes the work.
BEFORE = (Rung(Stage.DUE_SOON, -2),)
SINCE = (Rung(Stage.DUE, 0), Rung(Stage.OVERDUE, 1))
LADDER = (*BEFORE, *SINCE)


@cache
def alerts() -> dict[str, tuple[Alert, ...]]:
    """By the kind of work, what is told before its date instead of that it is due soon. Read once."""
    rows = json.loads(ALERTS.read_text())["alerts"]
    return {row["kind"]: tuple(Alert(days) for days in row["days_before"]) for row in rows}


@cache
def ladder_for(role: str, kind: str = "") -> tuple[Rung | Alert, ...]:
    """The stages of work of a kind that this role owes, in the order of time."""
    ranks = (Rung(Stage(rung.key), rung.working_days_overdue) for rung in rungs_above(role))
    return (*alerts().get(kind, BEFORE), *SINCE, *ranks)


def stage_reached(due_on: date, now: datetime, role: str, kind: str = "") -> Stage | None:
    """The last stage whose moment has come; those before it are no longer worth telling."""
    rungs = reversed(ladder_for(role, kind))
    return next((rung.stage for rung in rungs if rung.moment(due_on) <= now), None)


def next_moment(due_on: date, now: datetime, role: str, kind: str = "") -> datetime | None:
    """When the next stage is reached, always after `now`; None once the last one has been."""
    rungs = ladder_for(role, kind)
    return next((moment for rung in rungs if (moment := rung.moment(due_on)) > now), None)
