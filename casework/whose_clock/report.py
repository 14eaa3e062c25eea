"""How long the cases of a unit, a force or an area were with each party in a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import fmean, median
from typing import NamedTuple

from django.db import models
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.organisations.models import Organisation
from casework.people.models import User
from casework.people.roles import ORGANISATION_ROLES
from casework.whose_clock.parties import COUNTED, Party
from casework.whose_clock.reading import histories
from casework.whose_clock.spells import DAY, clipped, spells, time_by_party

EARLIEST = datetime.min.replace(tzinfo=UTC) + DAY
Times = dict[Party, timedelta]


class Level(models.TextChoices):
    AREA = "area", "CPS area"
    FORCE = "force", "Force"
    UNIT = "unit", "Unit"


class Period(NamedTuple):
    """From one moment to another, in UTC."""

    first: datetime
    last: datetime


@dataclass(frozen=True)
class Line:
    """The cases of one place that were with somebody in the period."""

    level: Level
    place: str
    times: list[Times]

    @property
    def cases(self) -> int:
        return len(self.times)

    def mean(self, party: Party) -> float:
        """Days of 24 hours, to a tenth, over all cases, those that were never with the party too."""
        return round(fmean(self._days(party)), 1)

    def median(self, party: Party) -> float:
        return round(median(self._days(party)), 1)

    def _days(self, party: Party) -> list[float]:
        return [times[party] / DAY for times in self.times]


def period_of(first: date | None, last: date | None, now: datetime) -> Period:
    """From the beginning of the first day to the end of the last, by the clocks in Britain, or now."""
    begins = _midnight(first) if first else EARLIEST
    return Period(begins, min(_midnight(last + DAY), now) if last else now)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time())).astimezone(UTC)


def levels_of(user: User) -> list[Level]:
    """Of which places the person sees all that may be seen, so that a figure says what it seems to say."""
    spanned = {held.organisation.kind for held in user.memberships_held if held.role in ORGANISATION_ROLES}
    if Organisation.Kind.CPS_AREA in spanned:
        return list(Level)
    return [Level.FORCE, Level.UNIT] if spanned else [Level.UNIT]


def unit_words(unit: str, force: str) -> str:
    """The unit with its force, for forces may call theirs alike; most have the force in their name."""
    return unit if force in unit else f"{unit}, {force}"


def report_lines(user: User, period: Period) -> list[Line]:
    """A line for each place, the wider before the narrower, over the cases that the person may see.

    Three queries, whatever the number of cases; the time grows with their events.
    """
    found: dict[tuple[Level, str], list[Times]] = defaultdict(list)
    levels = levels_of(user)
    for places, times in _cases(user, period):
        for level in levels:
            found[level, places[level]].append(times)
    ordered = sorted(found, key=lambda each: (levels.index(each[0]), each[1]))
    return [Line(level, place, found[level, place]) for level, place in ordered]


def _cases(user: User, period: Period) -> Iterator[tuple[dict[Level, str], Times]]:
    """The cases that were with somebody in the period: their places, and how long with whom."""
    visible = CaseFile.objects.visible_to(user).filter(registered_at__lt=period.last).order_by()
    columns = ("pk", "registered_at", "area__name", "force__name", "unit__name")
    cases = list(visible.values_list(*columns))
    happened = histories([key for key, *_ in cases])
    for key, registered_at, area, force, unit in cases:
        whole = spells(happened.get(key, ()), registered_at, period.last)
        times = time_by_party(clipped(whole, *period))
        if any(times[party] for party in COUNTED):
            yield {Level.AREA: area, Level.FORCE: force, Level.UNIT: unit_words(unit, force)}, times
