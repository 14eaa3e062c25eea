"""A dry run: who will be told what if nobody does anything, from the same functions as the sweep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from casework.obligations.models import ObligationQuerySet
from notifications.ladders.moments import Telling
from notifications.notices.holders import Holders
from notifications.notices.look import Look, Looker, looker_at
from notifications.notices.people import Owed, people_to_tell
from notifications.notices.told import Told, told_so_far
from notifications.notices.work import WorkRow
from notifications.outbox.owe import Mail, Postbox

# How far ahead people look.
AHEAD = timedelta(days=14)


class Foreseen(NamedTuple):
    """What one person will be told, and by which mail; by none who has no address."""

    at: datetime
    owed: Owed
    mail: Mail | None


def foreseen(work: ObligationQuerySet, *, now: datetime, until: datetime) -> list[Foreseen]:
    """What open work will have people told from now until then, in the order of time.

    Work that opens, moves or ends meanwhile is not in it. A handful of queries for each moment at which
    somebody is told; there is one such moment a day.
    """
    rows = work.open().filter(act_after__lte=until).order_by("act_after", "pk")
    due = [WorkRow(*row) for row in rows.values_list(*WorkRow._fields)]
    looker, told = looker_at(now), told_so_far(due)
    looks: dict[datetime, list[Look]] = defaultdict(list)
    for each in due:
        for at, look in _looks(each, told.get(each.id, []), looker, until):
            looks[at].append(look)
    return [found for at in sorted(looks) for found in _told_at(at, looks[at])]


class _At(NamedTuple):
    at: datetime
    look: Look


def _looks(work: WorkRow, told: Sequence[Told], looker: Looker, until: datetime) -> Iterator[_At]:
    """Every look of the sweeps to come at which something is told, each knowing what those before told."""
    told, at = list(told), work.act_after
    while at is not None and at <= until:
        at = max(at, looker.now)
        look = looker.at(at).look(work, told)
        if look.tellings:
            yield _At(at, look)
            told += [_as_told(each, work, at) for each in look.tellings]
        at = look.again_at


def _as_told(telling: Telling, work: WorkRow, at: datetime) -> Told:
    return Told(telling.stage, telling.occurrence, work.due_on, work.owner_id or 0, at)


def _told_at(at: datetime, looks: Sequence[Look]) -> Iterator[Foreseen]:
    postbox = Postbox(at)
    owed = people_to_tell(looks, Holders(timezone.localdate(at)))
    for each, mail in zip(owed, postbox.mails(owed), strict=True):
        yield Foreseen(at, each, mail)
