"""Whom what is reached tells: who owes the work, or the rank over them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from notifications.ladders.moments import Telling
from notifications.ladders.stages import DATELESS, Stage
from notifications.notices.alarms import alarmed_of
from notifications.notices.holders import Holders
from notifications.notices.look import Look
from notifications.notices.ranks import ranks_of
from notifications.notices.recipients import recipients_of
from notifications.notices.work import Work


class Owed(NamedTuple):
    """What one person is to be told of one piece of work."""

    work: Work
    telling: Telling
    person: int
    urgent: bool
    formal: bool

    @property
    def due_on(self) -> date | None:
        """The due date that is told; none where something is told that was done."""
        return None if self.telling.stage in DATELESS else self.work.due_on


def people_to_tell(looks: Sequence[Look], holders: Holders) -> list[Owed]:
    """What each person (by key) is to be told. Two queries, two more if a rank is to be told, and seven more
    if it is that a restricted case was opened, or its review is late."""
    owners = recipients_of([look.work for look in looks], holders)
    late = [(look.work, told.stage) for look in looks for told in look.tellings if told.to_rank]
    ranks = ranks_of(late, holders)
    opened = [look.work for look in looks if any(told.stage == Stage.BROKEN_IN for told in look.tellings)]
    alarmed = alarmed_of(opened, holders)
    return [
        Owed(look.work, told, person, _is_urgent(look, told), look.timing.formal)
        for look in looks
        for told in _tellings(look, owners)
        for person in _people(look.work, told, owners, ranks, alarmed)
    ]


def _is_urgent(look: Look, told: Telling) -> bool:
    return look.timing.urgent or told.stage == Stage.BROKEN_IN


def _tellings(look: Look, owners: dict[int, set[int]]) -> tuple[Telling, ...]:
    """Of work that was given to somebody who cannot do it any more its pool is told what it would be."""
    if look.work.owner_id in owners[look.work.id]:
        return look.tellings
    return (*look.tellings, *look.stands_back)


def _people(
    work: Work,
    told: Telling,
    owners: dict[int, set[int]],
    ranks: dict[tuple[int, str], set[int]],
    alarmed: dict[int, set[int]],
) -> set[int]:
    if told.stage == Stage.BROKEN_IN:
        return owners[work.id] | alarmed[work.id]
    if told.stage == Stage.GIVEN:
        return {work.owner_id} if work.owner_id in owners[work.id] else set()
    return owners[work.id] if told.to_owner else ranks.get((work.id, told.stage), set())
