from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from casework.deadlines.counted import Counted
from casework.directions.models import DateDirection
from casework.obligations.models import Obligation


def directions_of(subjects: Iterable[UUID]) -> list[DateDirection]:
    """Every direction on the dates of these records, the oldest first, with who recorded it. One query."""
    return list(DateDirection.objects.filter(subject__in=subjects).select_related("recorded_by"))


def direction_standing(subject: UUID, clock: str, on: date | None) -> DateDirection | None:
    """The direction that set this date, which the record has now; None for one that none set. One query."""
    last = DateDirection.objects.filter(subject=subject, clock=clock).order_by("pk").last()
    return last if last and last.to == on else None


def given_by_rule(work: Obligation, clock: str) -> Counted | None:
    """How the date was counted, if it is the one that the rule gives. No query."""
    counted = work.how_counted(clock)
    return counted if counted and counted.due_on.isoformat() == work.clocks[clock] else None


def standing_on(work: Obligation, clock: str, directions: Iterable[DateDirection]) -> DateDirection | None:
    """Of the directions on a record, the one that set this date of its open work. No query.

    Work that was opened anew counts anew: what was directed before goes on only for a date that the
    record itself holds, which the work then has too.
    """
    on_it = [each for each in directions if each.clock == clock]
    last = on_it[-1] if on_it else None
    if last is None or last.to.isoformat() != work.clocks.get(clock):
        return None
    return last if last.rule != clock or last.recorded_at >= work.opened_at else None
