"""When people are told about a due date: pure questions to the ladder of its kind.

First who owes the work, then rank by rank over them, as the ladders of the escalations say. A day's
moment is fixed in London's local time, so it stays at eight across a change of the clocks. A day beyond
the years of the calendar raises OutsideCalendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from casework.deadlines.calendar import working_days_after, working_days_before
from casework.escalations.ladder import Days, rungs_above
from notifications.ladders.stages import TO_LIST, TO_OWNER, Stage
from notifications.ladders.timings import Timing

LONDON = ZoneInfo("Europe/London")
TOLD_AT = time(8)


@dataclass(frozen=True)
class Telling:
    """A stage of one due date and its moment. `occurrence` tells those of one stage apart.

    Of warnings it is the days before the due date, of repetitions the how many-th it is.
    """

    stage: Stage
    occurrence: int
    moment: datetime

    @property
    def to_owner(self) -> bool:
        """Whether it tells who owes the work, and not a rank over them."""
        return self.stage in TO_OWNER

    @property
    def to_rank(self) -> bool:
        """Whether it tells a rank over them that the work is late."""
        return self.stage not in TO_OWNER | TO_LIST


@dataclass(frozen=True)
class Schedule:
    """All that is told about one due date, in the order of time."""

    tellings: tuple[Telling, ...]

    def reached(self, now: datetime) -> list[Telling]:
        """What is to have been told by now: the last that tells who owes the work, and that of each rank.

        Of several that tell the same people only the last is worth telling.
        """
        past = [telling for telling in self.tellings if telling.moment <= now]
        owners = [telling for telling in past if telling.to_owner]
        return owners[-1:] + [telling for telling in past if not telling.to_owner]

    def next_moment(self, now: datetime) -> datetime | None:
        """When the next is told, always after `now`; None once all have been."""
        return next((telling.moment for telling in self.tellings if telling.moment > now), None)


def schedule_of(due_on: date, role: str, timing: Timing, ranks: Days) -> Schedule:
    """What is told about work that this role owes by this date. Raises OutsideCalendar.

    `ranks` is what its force or area set otherwise of the ranks.
    """
    tellings = [*_warnings(due_on, timing), *_since(due_on, timing), *_ranks(due_on, role, ranks)]
    return Schedule(tuple(sorted(tellings, key=lambda telling: telling.moment)))


def at_eight(day: date) -> datetime:
    return datetime.combine(day, TOLD_AT, tzinfo=LONDON)


def _warnings(due_on: date, timing: Timing) -> Iterator[Telling]:
    for days in timing.warn:
        worked = timing.unit == "working_day"
        day = working_days_before(due_on, days) if worked else due_on - timedelta(days)
        yield Telling(Stage.DUE_SOON, days, at_eight(day))


def _since(due_on: date, timing: Timing) -> Iterator[Telling]:
    yield Telling(Stage.DUE, 0, at_eight(due_on))
    day = working_days_after(due_on, timing.overdue_after)
    yield Telling(Stage.OVERDUE, 0, at_eight(day))
    for occurrence in range(1, timing.again_times + 1):
        day = working_days_after(day, timing.again_every)
        yield Telling(Stage.AGAIN, occurrence, at_eight(day))


def _ranks(due_on: date, role: str, ranks: Days) -> Iterator[Telling]:
    for rung in rungs_above(role, ranks):
        yield Telling(Stage(rung.key), 0, at_eight(rung.reached_on(due_on)))
