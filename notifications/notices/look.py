"""What is to be told about one piece of open work now, and when it is looked at again."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from casework.deadlines.calendar import OutsideCalendar
from casework.escalations.ladder import SUGGESTED, Days
from casework.escalations.rungs import rungs_in_force
from notifications.ladders.moments import Schedule, Telling, schedule_of
from notifications.ladders.stages import Stage, covers
from notifications.ladders.timings import Changes, Timing, changes_in_force, timing_of
from notifications.notices.alarms import is_alarm
from notifications.notices.told import Told
from notifications.notices.work import Work

logger = logging.getLogger(__name__)

CALENDAR_ASKED_AGAIN_AFTER = timedelta(days=1)
NOTHING = Schedule(())


class Look(NamedTuple):
    work: Work
    timing: Timing
    tellings: tuple[Telling, ...]
    again_at: datetime | None
    # What stands back while its owner is told that the work was given to them, which names the date as well.
    stands_back: tuple[Telling, ...] = ()

    @property
    def stages(self) -> Iterator[tuple[int, Stage, int]]:
        """What tells its tellings from all others."""
        return ((self.work.id, telling.stage, telling.occurrence) for telling in self.tellings)


class Position(NamedTuple):
    """Where one moment stands in a ladder: the same for all work of a kind, role, place and due date."""

    timing: Timing
    reached: Sequence[Telling]
    next_moment: datetime | None
    in_calendar: bool = True


@dataclass(frozen=True)
class Looker:
    """Looks at open work as of one moment, by the ladders in force then. Makes no query."""

    now: datetime
    changes: Changes
    ranks: Mapping[int, Days]
    _schedules: dict[tuple[date, str, Timing, Days], Schedule] = field(default_factory=dict)
    _positions: dict[tuple[str, str, int, date | None], Position] = field(default_factory=dict)

    def at(self, moment: datetime) -> Looker:
        """The same as of another moment."""
        return replace(self, now=moment, _positions={})

    def look(self, work: Work, told: Collection[Told]) -> Look:
        """What is to be told of what has not been `told`: of work that was given away only that."""
        position = self._position(work)
        if not position.in_calendar:
            logger.warning("obligation %s is due beyond the calendar", work.id)
        new = position.reached
        if told:
            new = [telling for telling in new if not _was_told(telling, work, told)]
        new = [*self._alarm(work, told), *new]
        if given := self._given(work, told):
            back = tuple(telling for telling in new if telling.to_owner)
            new = [telling for telling in new if not telling.to_owner]
            return Look(work, position.timing, (*given, *new), position.next_moment, back)
        return Look(work, position.timing, tuple(new), position.next_moment)

    def look_back(self, work: Work, told: Collection[Told]) -> Look:
        """Of the review of an opening that is done: only that there was one, if nobody was told."""
        return Look(work, self._position(work).timing, self._alarm(work, told), None)

    def is_last(self, work: Work, stage: Stage, occurrence: int) -> bool:
        """Whether this is still what who owes the work is to be told by now."""
        reached = self._position(work).reached
        return any((telling.stage, telling.occurrence) == (stage, occurrence) for telling in reached)

    def _position(self, work: Work) -> Position:
        key = (work.kind, work.role, work.organisation_id, work.due_on)
        found = self._positions.get(key)
        if found is None:
            found = self._positions[key] = self._find(work)
        return found

    def _find(self, work: Work) -> Position:
        timing = timing_of(work.kind, work.organisation_id, self.changes)
        try:
            schedule = self.schedule(work, timing)
        except OutsideCalendar:
            # Bank holidays are published two years ahead: one far date must not stop the sweep.
            return Position(timing, (), self.now + CALENDAR_ASKED_AGAIN_AFTER, in_calendar=False)
        return Position(timing, schedule.reached(self.now), schedule.next_moment(self.now))

    def schedule(self, work: Work, timing: Timing) -> Schedule:
        """All that is told about its due date. Raises OutsideCalendar."""
        if work.due_on is None:
            return NOTHING
        key = (work.due_on, work.role, timing, self.ranks.get(work.organisation_id, SUGGESTED))
        if key not in self._schedules:
            self._schedules[key] = schedule_of(*key)
        return self._schedules[key]

    def _alarm(self, work: Work, told: Iterable[Told]) -> tuple[Telling, ...]:
        """That a restricted case was opened, of which this is the review: once."""
        if not is_alarm(work) or any(each.stage == Stage.BROKEN_IN for each in told):
            return ()
        return (Telling(Stage.BROKEN_IN, 0, self.now),)

    def _given(self, work: Work, told: Iterable[Told]) -> tuple[Telling, ...]:
        """That it was given to its owner, once for each time."""
        if work.given_at is None or work.owner_id is None:
            return ()
        before = [each for each in told if each.stage == Stage.GIVEN]
        if any(each.recipient == work.owner_id and each.at >= work.given_at for each in before):
            return ()
        # Not how many there are: some may have been taken back since.
        last = max((each.occurrence for each in before), default=0)
        return (Telling(Stage.GIVEN, last + 1, work.given_at),)


def looker_at(now: datetime) -> Looker:
    """By the ladders in force. Two queries."""
    return Looker(now, changes_in_force(), rungs_in_force())


def _was_told(telling: Telling, work: Work, told: Iterable[Told]) -> bool:
    """Of this date or of a later one: a date that moves nearer is not told of twice at the same stage."""
    return any(
        each.due_on is not None
        and work.due_on is not None
        and each.due_on >= work.due_on
        and covers(each.stage, each.occurrence, telling.stage, telling.occurrence)
        for each in told
    )
