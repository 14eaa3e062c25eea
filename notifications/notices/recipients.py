"""Who is told about open work."""

from __future__ import annotations

from collections.abc import Sequence

from casework.absences.models import Absence
from notifications.notices.holders import Holders
from notifications.notices.work import Work


def recipients_of(work: Sequence[Work], holders: Holders) -> dict[int, set[int]]:
    """For each piece of work (by key) the people (by key) to tell on that day. Three queries for all.

    The owner, while they can do the work: active, and in its role in its organisation; and while
    the owner is away, who stands in for them too, where they could claim it themselves.
    Otherwise the active people of its pool, so that work does not go silent with its
    owner. Nobody is told of a case from which they are kept.
    """
    holders.read({(each.organisation_id, each.role) for each in work})
    holders.read_cases({each.case_file_id for each in work})
    stand_ins = _stand_ins(work, holders)
    return {each.id: _recipients(each, holders, stand_ins) for each in work}


def _stand_ins(work: Sequence[Work], holders: Holders) -> dict[int, int]:
    """Who stands in, by who is away: an absence overlaps no other of the same person."""
    owners = {each.owner_id for each in work if each.owner_id}
    away = Absence.objects.in_force(holders.on).filter(person__in=owners)
    return dict(away.values_list("person", "stand_in"))


def _recipients(work: Work, holders: Holders, stand_ins: dict[int, int]) -> set[int]:
    place = (work.organisation_id, work.role)
    pool = holders.not_kept(work.case_file_id, holders.in_unit(place, work.unit_id))
    able = holders.not_kept(work.case_file_id, holders.anywhere(place) & {work.owner_id})
    if not able:
        return pool
    return able | (pool & {stand_ins.get(work.owner_id or 0)})
