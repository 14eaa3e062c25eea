"""Guards on dates. The forms say the same earlier; here it holds for every caller."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from casework.deadlines.calendar import is_day_off
from casework.errors import RuleBroken
from casework.pages.dates import govuk_date


def day_happened(day: date, *, at: datetime, since: date | None, what: str, field: str) -> None:
    """What is recorded as done was done: not after the moment, and not before what it follows.

    `since` is the day of that, None where it is not known. Raises RuleBroken.
    """
    if day > timezone.localdate(at):
        raise RuleBroken(f"{what} must be today or in the past", field=field)
    if since and day < since:
        raise RuleBroken(f"{what} must be {govuk_date(since)} or later", field=field)


def day_to_come(day: date, *, at: datetime, what: str, field: str | None) -> None:
    """What somebody is to do by a day lies ahead of the moment. Raises RuleBroken."""
    if day <= timezone.localdate(at):
        raise RuleBroken(f"{what} must be in the future", field=field)


def working_day_to_come(day: date, *, at: datetime, what: str, field: str | None) -> None:
    """What one side asks of the other by a day can be done on it. Raises RuleBroken."""
    day_to_come(day, at=at, what=what, field=field)
    if is_day_off(day):
        raise RuleBroken(f"{what} must be a working day", field=field)
