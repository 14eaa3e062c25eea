"""Whether "one day a week" is kept, and what the clinic days give: counted from the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import Min, Prefetch
from django.utils import timezone

from casework.access.policy import unless_kept
from casework.clinics.models import ClinicBooking, ClinicSession
from casework.organisations.models import Organisation
from casework.pages.dates import MONTHS
from casework.people.models import User
from casework.people.roles import Side

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Figures:
    """What some sessions offered, and what came of it. `waits` are the days from request to slot.

    A follow-up after advice is not waited for since the request, and has no such days.
    """

    sessions: int
    offered: int
    booked: int
    attended: int
    missed: int
    cancelled_by_police: int
    cancelled_by_cps: int
    waits: Sequence[int]

    @property
    def typical_wait(self) -> float | None:
        """The median, or None where nobody waited."""
        return median(self.waits) if self.waits else None

    @property
    def wait_words(self) -> str:
        """The same as every table shows it: whole days, or with a half."""
        return "" if self.typical_wait is None else f"{self.typical_wait:g}"


@dataclass(frozen=True)
class Month:
    """The sessions of a month. Its weeks are those that begin in it, up to the one that has begun today."""

    first: date
    sessions: list[ClinicSession]
    figures: Figures
    days: int
    weeks: int
    weeks_kept: int

    @property
    def name(self) -> str:
        """ "November 2026"."""
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"


def months_of(force: Organisation, user: User, today: date, number: int) -> list[Month]:
    """The figures of the last so many months of a force, this one first. Three queries.

    No booking of a case from which the person is kept is in them, and no week before the first session
    that was ever planned is counted against it.
    """
    since = month_before(today.replace(day=1), number - 1)
    of_force = ClinicSession.objects.filter(force=force)
    begun = of_force.aggregate(first=Min("on"))["first"]
    read = of_force.filter(on__gte=since, on__lt=month_before(today.replace(day=1), -1))
    seen = ClinicBooking.objects.filter(unless_kept(user, "case_file")).select_related("request")
    sessions = list(read.select_related("prosecutor").prefetch_related(Prefetch("bookings", seen)))
    firsts = [month_before(today.replace(day=1), back) for back in range(number)]
    return [_month(first, sessions, begun, today) for first in firsts]


def _month(first: date, sessions: list[ClinicSession], begun: date | None, today: date) -> Month:
    of_month = [each for each in sessions if each.on.replace(day=1) == first]
    held = {each.on for each in sessions if each.cancelled_at is None and each.on <= today}
    weeks = [week for week in mondays(first) if week <= today and begun and week + WEEK > begun]
    return Month(
        first=first,
        sessions=of_month,
        figures=figures_of(of_month),
        days=len([day for day in held if day.replace(day=1) == first]),
        weeks=len(weeks),
        weeks_kept=len(set(weeks) & {monday_of(day) for day in held}),
    )


def figures_of(sessions: Sequence[ClinicSession]) -> Figures:
    """What these sessions offered. Reads their bookings and the requests of those: no query where loaded."""
    standing = [session for session in sessions if session.cancelled_at is None]
    bookings = [booking for session in sessions for booking in session.bookings.all()]
    kept = [booking for booking in bookings if booking.cancelled_at is None]
    return Figures(
        sessions=len(standing),
        offered=sum(session.capacity for session in standing),
        booked=len(kept),
        attended=sum(booking.attended is True for booking in kept),
        missed=sum(booking.attended is False for booking in kept),
        cancelled_by_police=sum(booking.cancelled_side == Side.POLICE for booking in bookings),
        cancelled_by_cps=sum(booking.cancelled_side == Side.CPS for booking in bookings),
        waits=[days for booking in kept if (days := _waited(booking)) is not None],
    )


def _waited(booking: ClinicBooking) -> int | None:
    """The days from the request to the slot; None for a follow-up, and for a slot before the request."""
    if booking.follow_up or booking.request.requested_at is None:
        return None
    requested = timezone.localdate(booking.request.requested_at)
    days = (timezone.localdate(booking.starts_at) - requested).days
    return days if days >= 0 else None


def month_before(first: date, number: int) -> date:
    """The first day of the month so many months earlier; later for a negative number."""
    months = first.year * 12 + first.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def mondays(first: date) -> list[date]:
    """The Mondays of the month that begins on the day."""
    monday = first + timedelta(days=-first.weekday() % 7)
    return [day for index in range(5) if (day := monday + index * WEEK).month == first.month]
