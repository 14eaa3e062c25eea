"""Whose clock runs in which case.

Nothing is stored for it: it is worked out from the events, the openings of the records and the pauses, so
the whole history is there for every case, an imported one too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from casework.casefiles.models import CaseFile
from casework.people.models import User
from casework.routes.models import RouteRecord
from casework.whose_clock.history import Move, Opened, owed_over_time
from casework.whose_clock.models import ClockPause
from casework.whose_clock.parties import Party
from casework.whose_clock.reading import histories, moves_of
from casework.whose_clock.spells import Spell, spells, time_by_party, whole_days
from casework.whose_clock.standing import Stage


@dataclass(frozen=True)
class CaseClock:
    """With whom a case was from its registration until now. At least one spell, unless it is new."""

    spells: list[Spell]

    @property
    def party(self) -> Party:
        return self.spells[-1].party if self.spells else Party.NOBODY

    @property
    def since(self) -> datetime | None:
        return self.spells[-1].began_at if self.spells else None

    @cached_property
    def days(self) -> dict[Party, int]:
        """Whole days with each party that had it, which add up to the days since the registration."""
        times = time_by_party(self.spells)
        return {party: days for party, days in whole_days(times).items() if times[party]}


def clock_of(case: CaseFile, until: datetime) -> CaseClock:
    """The clock of one case. Two queries."""
    return clocks_of({case.pk: case.registered_at}, until)[case.pk]


def clocks_of(registered: Mapping[UUID, datetime], until: datetime) -> dict[UUID, CaseClock]:
    """The clocks of the cases, by key, given when each was registered. Two queries, none for no case."""
    found = histories(list(registered)) if registered else {}
    return {key: CaseClock(spells(found.get(key, ()), since, until)) for key, since in registered.items()}


def records_days(
    case: CaseFile, records: Sequence[RouteRecord], until: datetime
) -> dict[UUID, dict[Party, int]]:
    """By record of the case, of whatever concern, the whole days for which each side owed it. One query."""
    moves = moves_of([case.pk], "subject", [record.pk for record in records])
    return {record.pk: _days_owed(record, moves.get(record.pk, ()), until) for record in records}


def _days_owed(record: RouteRecord, moves: Sequence[Move], until: datetime) -> dict[Party, int]:
    opened = Opened(record.pk, type(record), record.opened_at, record.position)
    owed = (each._replace(stage=Stage.WORK) for each in owed_over_time(opened, moves))
    times = time_by_party(spells(owed, record.opened_at, until))
    del times[Party.NOBODY]
    return {party: days for party, days in whole_days(times).items() if times[party]}


def pauses_overdue(user: User, today: date) -> QuerySet[ClockPause]:
    """The waits that last longer than expected, of the cases that the person may see. No query of its own."""
    visible = CaseFile.objects.visible_to(user).order_by().values("pk")
    return ClockPause.objects.overdue(today).filter(case_file__in=visible).select_related("case_file")
