"""Changing the bank holidays, as on a proclamation (Banking and Financial Dealings Act 1971, section 1)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection

from casework.access.policy import Actor
from casework.bank_holidays.models import BankHolidayChange, CalendarRecount
from casework.database import busy_told, in_transaction
from casework.deadlines.calendar import SATURDAY
from casework.deadlines.holidays import bank_holidays, holidays_stale, years_held
from casework.errors import RuleBroken
from casework.pages.dates import govuk_day

Kind = BankHolidayChange.Kind
# Of the lock that whoever changes the calendar holds: no other of ours has a number.
CALENDAR = 1


@in_transaction
def bank_holiday_change(*, day: date, kind: str, source: str, by: Actor, at: datetime) -> BankHolidayChange:
    """Add a bank holiday, or take one out; what is counted from now on knows it. Four queries.

    One change waits for another that is being made. The dates that are open already are another verb's.
    Raises what `bank_holiday_may_change` does, and RuleBroken without a source or after too long a wait.
    """
    _changes_come_one_by_one()
    holidays_stale()
    bank_holiday_may_change(day=day, kind=kind)
    if not source:
        raise RuleBroken("Enter the proclamation or announcement", field="source")
    change = BankHolidayChange.objects.create(
        day=day,
        kind=kind,
        number=BankHolidayChange.objects.filter(day=day).count() + 1,
        source=source,
        changed_by=by.person,
        organisation=by.organisation,
        changed_at=at,
    )
    holidays_stale()
    return change


def bank_holiday_may_change(*, day: date, kind: str) -> None:
    """Guard: the change would change something. Raises RuleBroken, for a year that is not held too."""
    years, held = years_held(), day in bank_holidays()
    if day.year not in years:
        raise RuleBroken(f"The day must be between {years[0]} and {years[-1]}", field="day")
    if kind == Kind.ADDED and day.weekday() >= SATURDAY:
        raise RuleBroken(f"{govuk_day(day)} is no working day already. Enter a day of the week", field="day")
    if kind == Kind.ADDED and held:
        raise RuleBroken(f"{govuk_day(day)} is a bank holiday already", field="day")
    if kind == Kind.REMOVED and not held:
        raise RuleBroken(f"{govuk_day(day)} is not a bank holiday", field="day")


def recount_record(*, change: BankHolidayChange, begun_at: datetime, moved: int, left: int) -> None:
    """Note that open dates were counted anew after a change. One query."""
    CalendarRecount.objects.create(change=change, begun_at=begun_at, moved=moved, left=left)


def _changes_come_one_by_one() -> None:
    """Hold the calendar until the transaction ends: a recount takes the changes before one to be those with a
    lower number, and would miss one that is committed after a later one was counted. One query."""
    with busy_told("the bank holidays"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CALENDAR])
