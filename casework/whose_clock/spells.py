"""The time of a case as spells with one party after another, and as whole days that add up. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from casework.whose_clock.parties import Party
from casework.whose_clock.standing import Happening, Standing

DAY = timedelta(days=1)
_at = attrgetter("at")


@dataclass(frozen=True)
class Spell:
    """The case was with one party from one moment to another."""

    party: Party
    began_at: datetime
    ended_at: datetime

    @property
    def length(self) -> timedelta:
        # In UTC: two moments of one local zone would be subtracted as their clocks show them.
        return self.ended_at.astimezone(UTC) - self.began_at.astimezone(UTC)


def spells(happenings: Iterable[Happening], since: datetime, until: datetime) -> list[Spell]:
    """With whom the case was from `since`, its registration, to `until`.

    Spells follow each other without a gap and without an overlap, none is empty, two that meet are
    with different parties, and together they last as long as from `since` to `until`. What happened
    at one moment counts together, in the order given; what is dated before `since` counts at `since`.
    """
    found: list[Spell] = []
    began_at, party = since, Party.NOBODY
    for at, now_with in _changes(happenings, since):
        if at >= until:
            break
        if now_with != party:
            found += _spell(party, began_at, at)
            began_at, party = at, now_with
    return [*found, *_spell(party, began_at, until)]


def _changes(happenings: Iterable[Happening], since: datetime) -> Iterator[tuple[datetime, Party]]:
    """With whom the case is after each moment at which something happened, in the order of time."""
    standing, moment = Standing(), since
    for happening in sorted(happenings, key=_at):
        if happening.at > moment:
            yield moment, standing.party
            moment = happening.at
        standing.take(happening)
    yield moment, standing.party


def clipped(whole: Iterable[Spell], first: datetime, last: datetime) -> list[Spell]:
    """What of the spells falls between two moments."""
    return [
        clip
        for spell in whole
        for clip in _spell(spell.party, max(spell.began_at, first), min(spell.ended_at, last))
    ]


def time_by_party(of: Iterable[Spell]) -> dict[Party, timedelta]:
    """How long the case was with each party, to the microsecond; every party is in it."""
    times = dict.fromkeys(Party, timedelta())
    for spell in of:
        times[spell.party] += spell.length
    return times


def whole_days(times: Mapping[Party, timedelta]) -> dict[Party, int]:
    """The times in days of 24 hours that add up to their sum, itself rounded to the nearest day.

    By the largest remainder: each is rounded down, and the days that are missing go to those of which
    most was cut off. So a party without any time never gets a day.
    """
    days = {party: time // DAY for party, time in times.items()}
    total = (sum(times.values(), timedelta()) + DAY / 2) // DAY
    missing = total - sum(days.values())
    for party in sorted(times, key=lambda each: times[each] % DAY, reverse=True)[:missing]:
        days[party] += 1
    return days


def _spell(party: Party, began_at: datetime, ended_at: datetime) -> Sequence[Spell]:
    return [Spell(party, began_at, ended_at)] if began_at < ended_at else []
