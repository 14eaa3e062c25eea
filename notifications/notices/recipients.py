"""Who is told about open work."""

from __future__ import annotations

from collections.abc import Sequence, Set

from django.db.models import F

from casework.absences.models import Absence
from casework.obligations.models import Obligation
from casework.people.roles import Role
from notifications.notices.holders import Holders
from notifications.notices.work import Work


def recipients_of(work: Sequence[Work], holders: Holders) -> dict[int, set[int]]:
    """For each piece of work (by key) the people (by key) to tell on that day.

    Three queries for all, a fourth if an owner works in another unit.

    The owner, while they can do the work: active, and in its role where it is done, or as the officer in its
    case anywhere in its force; and while the owner is away, who stands in for them too, where they could
    claim it themselves. Otherwise the active people of its pool, so that work does not go silent with its
    owner. Nobody is told of a case from which they are kept.
    """
    holders.read({(each.organisation_id, each.role) for each in work})
    holders.read_cases({each.case_file_id for each in work})
    stand_ins, elsewhere = _stand_ins(work, holders), _officers_elsewhere(work, holders)
    return {each.id: _recipients(each, holders, stand_ins, elsewhere) for each in work}


def _stand_ins(work: Sequence[Work], holders: Holders) -> dict[int, int]:
    """Who stands in, by who is away: an absence overlaps no other of the same person."""
    owners = {each.owner_id for each in work if each.owner_id}
    away = Absence.objects.in_force(holders.on).filter(person__in=owners)
    return dict(away.values_list("person", "stand_in"))


def _officers_elsewhere(work: Sequence[Work], holders: Holders) -> Set[int]:
    """The work (by key) whose owner is of another unit, and may see the case as the officer in it."""
    asked = [each.id for each in work if each.role == Role.INVESTIGATOR and _owner_moved(each, holders)]
    if not asked:
        return frozenset()
    own = Obligation.objects.filter(pk__in=asked, owner=F("case_file__officer_in_case"))
    return frozenset(own.values_list("pk", flat=True))


def _owner_moved(work: Work, holders: Holders) -> bool:
    place = (work.organisation_id, work.role)
    in_role, in_unit = holders.anywhere(place), holders.in_unit(place, work.unit_id)
    return work.owner_id in in_role and work.owner_id not in in_unit


def _recipients(work: Work, holders: Holders, stand_ins: dict[int, int], elsewhere: Set[int]) -> set[int]:
    in_unit = holders.in_unit((work.organisation_id, work.role), work.unit_id)
    owner = {work.owner_id} if work.owner_id and (work.owner_id in in_unit or work.id in elsewhere) else set()
    pool, able = (holders.not_kept(work.case_file_id, people) for people in (in_unit, owner))
    return able | (pool & {stand_ins.get(work.owner_id or 0)}) if able else pool
