"""Counting in the units of the law. Nobody counts the day of the trigger itself."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from casework.deadlines.calendar import ONE_DAY, is_working_day, working_days_after, working_days_before

# A business day of the Criminal Procedure Rules (rule 2.2) and a working day of the Victims' Code leave
# out the same days: Saturdays, Sundays, Christmas Day, Good Friday and the bank holidays.
Unit = Literal["business_day", "working_day", "calendar_day", "calendar_month", "hour"]
Direction = Literal["after", "before"]
Roll = Literal["", "previous_business_day", "next_business_day"]
MONTHS = 12


def reckoned(start: date, amount: int, unit: Unit, direction: Direction) -> date:
    """The day so many units after or before the start. Raises OutsideCalendar, and ValueError for hours,
    which have no day."""
    if unit == "hour":
        raise ValueError("Hours are counted from a moment")
    forward = direction == "after"
    if unit == "calendar_day":
        return start + timedelta(days=amount if forward else -amount)
    if unit == "calendar_month":
        return months_after(start, amount if forward else -amount)
    return working_days_after(start, amount) if forward else working_days_before(start, amount)


def months_after(day: date, count: int) -> date:
    """The same day of the month so many months on, or the last day of a month that is shorter."""
    years, month = divmod(day.month - 1 + count, MONTHS)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def hours_from(start: datetime, amount: int, direction: Direction) -> datetime:
    """So many hours of elapsed time on, in UTC (ValueError for a moment that knows no time zone)."""
    if start.tzinfo is None:
        raise ValueError("A moment needs its time zone")
    hours = timedelta(hours=amount)
    return start.astimezone(UTC) + (hours if direction == "after" else -hours)


def rolled(day: date, roll: Roll) -> date:
    """The day, or the nearest business day before or after it, as the roll says. Raises OutsideCalendar."""
    step = {"": timedelta(), "previous_business_day": -ONE_DAY, "next_business_day": ONE_DAY}[roll]
    while step and not is_working_day(day):
        day += step
    return day
