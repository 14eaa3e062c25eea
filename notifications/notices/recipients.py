"""Who is told about open work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casework.absences.models import Absence
from casework.obligations.models import Obligation
from casework.people.models import Membership

Pools = dict[tuple[int, str], list[Membership]]
# Who stands in, by who is away.
StandIns = dict[int, int]


def recipients_of(obligations: Sequence[Obligation], *, on: date) -> dict[int, set[int]]:
    """For each obligation (by key) the people (by key) to tell on that day. Two queries for all.

    The owner, while they can do the work: active, and in its role in its organisation; and while
    the owner is away, who stands in for them too, where they could claim it themselves.
    Otherwise the active people of its pool, so that work does not go silent with its
    owner.
    """
    pools, stand_ins = _pools(obligations, on), _stand_ins(obligations, on)
    return {obligation.pk: _recipients(obligation, pools, stand_ins) for obligation in obligations}


def _pools(obligations: Sequence[Obligation], on: date) -> Pools:
    held = Membership.objects.in_force(on).filter(
        organisation__in={obligation.organisation_id for obligation in obligations},
        role__in={obligation.role for obligation in obligations},
        person__is_active=True,
    )
    pools: Pools = {}
    for membership in held.order_by():
        pools.setdefault((membership.organisation_id, membership.role), []).append(membership)
    return pools


def _stand_ins(obligations: Sequence[Obligation], on: date) -> StandIns:
    """An absence overlaps no other of the same person, so that one stands in at a time."""
    owners = {obligation.owner_id for obligation in obligations if obligation.owner_id}
    away = Absence.objects.in_force(on).filter(person__in=owners)
    return dict(away.values_list("person", "stand_in"))


def _recipients(obligation: Obligation, pools: Pools, stand_ins: StandIns) -> set[int]:
    holders = pools.get((obligation.organisation_id, obligation.role), [])
    pool = {held.person_id for held in holders if obligation.unit_id in (None, held.unit_id)}
    owner = {held.person_id for held in holders if held.person_id == obligation.owner_id}
    stand_in = {stand_ins[person] for person in owner if person in stand_ins}
    return owner | (stand_in & pool) if owner else pool
