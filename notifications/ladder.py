"""When people are told about a due date: the one table of stages, and pure questions about it.

First who owes the work, then rank by rank over them, as the ladders of the escalations say.

A day's moment is fixed in London's local time, so it stays at eight across a change
of the clocks. A day beyond the years of the calendar raises OutsideCalendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from django.db import models

from casework.deadlines.calendar import working_days_after, working_days_before
from casework.escalations.ladder import rungs_above

LONDON = ZoneInfo("Europe/London")
TOLD_AT = time(8)


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


@dataclass(frozen=True)
class Rung:
    """A stage and its distance from the due date in working days: negative before it, 0 the day itself."""

    stage: Stage
    working_days: int

    def moment(self, due_on: date) -> datetime:
        walk = working_days_before if self.working_days < 0 else working_days_after
        return datetime.combine(walk(due_on, abs(self.working_days)), TOLD_AT, tzinfo=LONDON)


# In the order of time, for whoever owes the work.
LADDER = (Rung(Stage.DUE_SOON, -2), Rung(Stage.DUE, 0), Rung(Stage.OVERDUE, 1))


@cache
def ladder_for(role: str) -> tuple[Rung, ...]:
    """The stages of work that this role owes, in the order of time."""
    ranks = (Rung(Stage(rung.key), rung.working_days_overdue) for rung in rungs_above(role))
    return (*LADDER, *ranks)


def stage_reached(due_on: date, now: datetime, role: str) -> Stage | None:
    """The last stage whose moment has come; those before it are no longer worth telling."""
    return next((rung.stage for rung in reversed(ladder_for(role)) if rung.moment(due_on) <= now), None)


def next_moment(due_on: date, now: datetime, role: str) -> datetime | None:
    """When the next stage is reached, always after `now`; None once the last one has been."""
    return next((moment for rung in ladder_for(role) if (moment := rung.moment(due_on)) > now), None)
