"""What has been told about open work so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from notifications.notices.models import Notice
from notifications.notices.work import Work
from notifications.outbox.models import Message


class Told(NamedTuple):
    stage: str
    occurrence: int
    due_on: date | None
    recipient: int
    at: datetime


def told_of(work: Sequence[Work], *, now: datetime) -> Mapping[int, list[Told]]:
    """By the key of each piece of work what people were told. One query, two where something is taken back.

    What nobody has read, and no mail has said, of a date that moved meanwhile is taken back first.
    """
    told, back = _read(work)
    if back:
        Notice.objects.filter(pk__in=back).update(withdrawn_at=now)
    return told


def told_so_far(work: Sequence[Work]) -> Mapping[int, list[Told]]:
    """The same without taking anything back: what the next sweep would leave. One query."""
    return _read(work)[0]


def _read(work: Sequence[Work]) -> tuple[Mapping[int, list[Told]], list[int]]:
    """What was told, and the keys of the notices to take back."""
    due = {each.id: each.due_on for each in work}
    standing = Notice.objects.standing().of_work(due)
    rows = standing.values_list("pk", "obligation", "seen_at", "message__state", "message__tried_at", *_TOLD)
    told: dict[int, list[Told]] = defaultdict(list)
    back: list[int] = []
    for key, obligation, seen_at, state, tried_at, *fields in rows:
        each = Told(*fields)
        # What was tried, and nobody knows with what result, may have been said.
        unsaid = seen_at is None and tried_at is None and state in (None, Message.State.READY)
        if unsaid and each.due_on not in (None, due[obligation]):
            back.append(key)
        else:
            told[obligation].append(each)
    return told, back


_TOLD = ("stage", "occurrence", "due_on", "recipient", "created_at")
