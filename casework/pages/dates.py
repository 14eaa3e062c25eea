"""Dates and times in the words of the GOV.UK style guide, in the project's time zone (Europe/London).

Every filter gives "" for None, so that a page can leave out a fact that has no value.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.utils import timezone

# Spelled here because strftime's words follow the machine's locale.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def local(value: datetime) -> datetime:
    """Return an aware moment in local time; a naive one is taken to be local already."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


def local_date(value: date | datetime) -> date:
    """Return the local day on which a moment falls."""
    return local(value).date() if isinstance(value, datetime) else value


def blank_for_none(words: Callable[..., str]) -> Callable[..., str]:
    """Make a filter give "" for None."""

    @wraps(words)
    def words_or_blank(value: Any, *args: Any, **kwargs: Any) -> str:
        return "" if value is None else words(value, *args, **kwargs)

    return words_or_blank


@blank_for_none
def govuk_date(value: date | datetime) -> str:
    """24 November 2026."""
    day = local_date(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@blank_for_none
def govuk_day(value: date | datetime) -> str:
    """Tuesday 24 November 2026: for deadlines."""
    return f"{DAYS[local_date(value).weekday()]} {govuk_date(value)}"


@blank_for_none
def govuk_time(value: datetime) -> str:
    """5:30pm, 9am, midday, midnight."""
    moment = local(value)
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


@blank_for_none
def govuk_datetime(value: datetime) -> str:
    """24 November 2026 at 5:30pm."""
    return f"{govuk_date(value)} at {govuk_time(value)}"


@blank_for_none
def due_in(value: date | datetime, today: date | None = None) -> str:
    """Say how far off a date is: overdue by 3 days, today, tomorrow, in 4 days."""
    days = (local_date(value) - (today or timezone.localdate())).days
    if days < 0:
        return f"overdue by {-days} day{'' if days == -1 else 's'}"
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
