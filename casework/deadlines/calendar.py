"""Working days of England and Wales: the one place that counts them.

Beyond the years of which the bank holidays are held a question raises OutsideCalendar,
since a guess would be a wrong date.
"""

from __future__ import annotations

from datetime import date, timedelta

from casework.deadlines.holidays import bank_holidays, years_held

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class OutsideCalendar(ValueError):
    """The day lies in a year for which no bank holidays are held."""


def is_working_day(day: date) -> bool:
    """Not a Saturday, a Sunday or a bank holiday. Raises OutsideCalendar."""
    if day.year not in years_held():
        raise OutsideCalendar(f"No bank holidays are held for {day.year}")
    return not is_weekend(day) and day not in bank_holidays()


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def is_day_off(day: date) -> bool:
    """Whether nobody works that day, as far as is known: beyond the years held, a Saturday or a Sunday."""
    return not is_working_day(day) if day.year in years_held() else is_weekend(day)


def working_day_from(day: date) -> date:
    """The day itself, or the first working day after it."""
    while is_day_off(day):
        day += ONE_DAY
    return day


def working_days_after(start: date, count: int) -> date:
    """The day `count` working days after the start, which is not counted itself; 0 gives the start."""
    return _walk(start, count, ONE_DAY)


def working_days_before(start: date, count: int) -> date:
    """The day `count` working days before the start, which is not counted itself; 0 gives the start."""
    return _walk(start, count, -ONE_DAY)


def _walk(day: date, count: int, step: timedelta) -> date:
    while count > 0:
        day += step
        count -= is_working_day(day)
    return day
