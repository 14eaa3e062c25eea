from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from casework.bank_holidays.models import BankHolidayChange, CalendarRecount
from casework.deadlines.holidays import Change, bank_holidays, holidays_of_file, holidays_with

# Longer than any request runs: what was begun with the old calendar is over by then.
SETTLED_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Day:
    """A day as the page of a year lists it: whether it is a bank holiday, and what was changed about it."""

    on: date
    is_held: bool
    changes: list[BankHolidayChange]


def changes_read() -> list[Change]:
    """Every change in its order, for the calendar. One query."""
    rows = BankHolidayChange.objects.values_list("day", "kind")
    return [Change(day, kind == BankHolidayChange.Kind.ADDED) for day, kind in rows]


def days_before(change: BankHolidayChange) -> frozenset[date]:
    """The bank holidays as they were before this change. One query."""
    earlier = BankHolidayChange.objects.filter(pk__lt=change.pk)
    return holidays_with(Change(each.day, each.is_added) for each in earlier)


def days_of(year: int) -> list[Day]:
    """The bank holidays of a year, with those that were taken out. Two queries, and that of the calendar."""
    held, changes = bank_holidays(), list(_changes_of(year))
    days = {day for day in held | holidays_of_file() if day.year == year} | {each.day for each in changes}
    return [Day(day, day in held, [each for each in changes if each.day == day]) for day in sorted(days)]


def _changes_of(year: int) -> QuerySet[BankHolidayChange]:
    recounts = Prefetch("recounts", CalendarRecount.objects.order_by("pk"))
    of_year = BankHolidayChange.objects.filter(day__year=year)
    return of_year.select_related("changed_by", "organisation").prefetch_related(recounts)


def changes_unsettled(now: datetime) -> Iterator[BankHolidayChange]:
    """The changes after which open dates may still be counted with the old calendar, the oldest first.

    A recount settles one if it left nothing and began when no request of before was running any more.
    One query.
    """
    settled = CalendarRecount.objects.filter(
        change=OuterRef("pk"), left=0, begun_at__gte=F("change__changed_at") + SETTLED_AFTER
    )
    due = BankHolidayChange.objects.filter(~Exists(settled), changed_at__lte=now - SETTLED_AFTER)
    return due.select_related("changed_by", "organisation").iterator()
