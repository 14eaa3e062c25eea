"""When somebody's mail goes out, by their choices. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from casework.deadlines.calendar import ONE_DAY, is_day_off, working_day_from
from notifications.preferences.models import Preference

LONDON = ZoneInfo("Europe/London")
# Shortly after what is told in the morning, so that a digest says it on the same day: by the next one
# something later would be told in its place.
DIGEST_AT = time(8, 15)
MONDAY = 0


def mail_moment(preference: Preference | None, now: datetime) -> datetime:
    """When a mail of now goes to somebody with these choices: now, or later.

    A daily digest goes at a quarter past eight, a weekly one then on Monday; either on the next working day
    where only working days are wanted, and after the quiet hours. A digest is always after `now`.
    """
    if preference is None:
        return now
    wanted = now if preference.rhythm == Preference.Rhythm.AT_ONCE else _next_digest(preference.rhythm, now)
    return _allowed(preference, wanted)


def is_digest(preference: Preference | None) -> bool:
    return preference is not None and preference.rhythm != Preference.Rhythm.AT_ONCE


def _next_digest(rhythm: str, now: datetime) -> datetime:
    day = now.astimezone(LONDON).date()
    while (moment := _at(day, DIGEST_AT)) <= now or (rhythm == "weekly" and day.weekday() != MONDAY):
        day += ONE_DAY
    return moment


def _allowed(preference: Preference, moment: datetime) -> datetime:
    """The first moment from this one on that the choices allow."""
    local = moment.astimezone(LONDON)
    if preference.working_days_only and is_day_off(local.date()):
        begins = DIGEST_AT if is_digest(preference) else time(0)
        return _allowed(preference, _at(working_day_from(local.date()), begins))
    if preference.is_quiet(local.time()) and preference.quiet_to is not None:
        ends_on = local.date() + timedelta(days=local.time() >= preference.quiet_to)
        return _allowed(preference, _at(ends_on, preference.quiet_to))
    return moment


def _at(day: date, at: time) -> datetime:
    """In the hour that comes twice the second time, so that it is never before a moment of the first."""
    both = [datetime.combine(day, at.replace(fold=fold), tzinfo=LONDON) for fold in (0, 1)]
    return max(both, key=datetime.timestamp)
