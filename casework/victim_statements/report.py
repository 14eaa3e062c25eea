"""How early statements were offered, and whether again near the trial, over many cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median

from casework.casefiles.models import CaseFile, Victim
from casework.pages.dates import MONTHS
from casework.people.models import User
from casework.victim_statements.figures import FIELDS, Figures, figures_read
from casework.whose_clock.report import Level, levels_of, unit_words

PLACES = ("case_file__area__name", "case_file__force__name", "case_file__unit__name")
ALL_MONTHS = ""


@dataclass(frozen=True)
class Share:
    """So many of those of whom it can be said."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.whole) if self.whole else None

    def __str__(self) -> str:
        return f"{self.part} of {self.whole} ({self.percent}%)" if self.whole else "None yet"


@dataclass(frozen=True)
class Line:
    """The victims of the cases of one place, of all months or of those reported in one."""

    level: Level
    place: str
    month: str
    victims: list[Figures]

    @property
    def month_words(self) -> str:
        """ "November 2026"; "All months" for all."""
        if self.month == ALL_MONTHS:
            return "All months"
        year, month = self.month.split("-")
        return f"{MONTHS[int(month) - 1]} {year}"

    @property
    def offered(self) -> Share:
        return _share(each.offered_on is not None for each in self.victims)

    @property
    def median_days(self) -> float | None:
        """Days from report to first offer, of those who were offered one."""
        days = [each.days_to_offer for each in self.victims if each.days_to_offer is not None]
        return median(days) if days else None

    @property
    def before_charge(self) -> Share:
        return _share(each.is_offered_before_charge for each in self.victims)

    @property
    def asked_near_trial(self) -> Share:
        return _share(each.is_asked_near_trial for each in self.victims)

    @property
    def updated_near_trial(self) -> Share:
        return _share(each.is_updated_near_trial for each in self.victims)


def report_lines(user: User, *, first: date | None, last: date | None, today: date) -> list[Line]:
    """A line for each place, and one for each of its months, of cases that were reported in the period.

    The wider place before the narrower, all months before each. One query, whatever the number of cases.
    """
    levels = levels_of(user)
    found: dict[tuple[Level, str, str], list[Figures]] = defaultdict(list)
    for places, victim in _victims(user, first, last, today):
        for level in levels:
            for month in (ALL_MONTHS, f"{victim.reported_on:%Y-%m}"):
                found[level, places[level], month].append(victim)
    ordered = sorted(found, key=lambda each: (levels.index(each[0]), *each[1:]))
    return [Line(*key, found[key]) for key in ordered]


def _victims(
    user: User, first: date | None, last: date | None, today: date
) -> Iterator[tuple[dict[Level, str], Figures]]:
    cases = CaseFile.objects.visible_to(user).order_by()
    if first:
        cases = cases.filter(reported_on__gte=first)
    if last:
        cases = cases.filter(reported_on__lte=last)
    victims = figures_read(Victim.objects.filter(case_file__in=cases.values("pk")))
    for area, force, unit, *days in victims.values_list(*PLACES, *FIELDS):
        places = {Level.AREA: area, Level.FORCE: force, Level.UNIT: unit_words(unit, force)}
        yield places, Figures(today, *days)


def _share(said: Iterable[bool | None]) -> Share:
    known = [each for each in said if each is not None]
    return Share(sum(known), len(known))
