"""The slots of a clinic session: whole ones, one after the other, from its beginning.

Everything here is in UTC: two moments of one local time zone are subtracted as their clocks show
them, which is an hour wrong on a day on which the clocks change.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def moment(on: date, at: time) -> datetime:
    """The moment of a clock time in England and Wales on a day.

    Of a time that the clocks show twice it is the first, and one that they leave out is an hour later.
    """
    return datetime.combine(on, at, LONDON).astimezone(UTC)


def slots_between(begins: datetime, ends: datetime, minutes: int) -> list[datetime]:
    """When each slot of so many minutes begins, between two moments in UTC. A rest at the end is no slot."""
    length = timedelta(minutes=minutes)
    return [begins + index * length for index in range(max((ends - begins) // length, 0))]
