"""On which days a prosecutor can hold a clinic, and what stands against the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from casework.absences.models import Absence
from casework.clinics.models import ClinicSession
from casework.deadlines.calendar import is_working_day
from casework.deadlines.holidays import years_held
from casework.errors import RuleBroken
from casework.people.models import User

WEEK = timedelta(days=7)
LONGEST_SERIES = timedelta(days=366)


@dataclass(frozen=True)
class LeftOut:
    """A day of a series on which no session is planned, and why."""

    on: date
    why: str


def weekly(first: date, until: date) -> list[date]:
    """The same day of each week. Raises RuleBroken for an end before the beginning or beyond a year."""
    if until < first:
        raise RuleBroken("The last day must be the first day or later", field="until")
    if until >= first + LONGEST_SERIES:
        raise RuleBroken("The last day must be within a year of the first", field="until")
    return [first + index * WEEK for index in range((until - first) // WEEK + 1)]


class Diary:
    """What a prosecutor has on these days: time away, and sessions other than `but`. Two queries.

    Make it under the lock of the person, so that nothing is added meanwhile.
    """

    def __init__(self, prosecutor: User, days: Sequence[date], but: ClinicSession | None = None):
        self.absences = list(Absence.objects.overlapping(min(days), max(days)).filter(person=prosecutor))
        sessions = ClinicSession.objects.standing().filter(prosecutor=prosecutor, on__in=days)
        self.sessions = list(sessions.exclude(pk=but.pk) if but else sessions)

    def against(self, on: date, starts_at: time, ends_at: time) -> str:
        """Why the prosecutor can hold no session on the day at these times; nothing if they can.

        Raises RuleBroken for a day of a year for which no bank holidays are held.
        """
        if on.year not in years_held():
            raise RuleBroken(f"Enter a date up to the end of {years_held()[-1]}", field="on")
        if not is_working_day(on):
            return "a bank holiday" if on.weekday() < 5 else "a weekend"
        if any(absence.starts_on <= on <= absence.ends_on for absence in self.absences):
            return "the prosecutor is away"
        return "the prosecutor has another session then" if self.is_full(on, starts_at, ends_at) else ""

    def is_full(self, on: date, starts_at: time, ends_at: time) -> bool:
        """Whether the prosecutor has another session on the day at these times."""
        return any(
            each.on == on and each.starts_at < ends_at and starts_at < each.ends_at for each in self.sessions
        )
