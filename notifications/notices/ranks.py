"""Which rank over who owes the work is told, once it is so late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from casework.escalations.ladder import Rung, rungs_above
from casework.escalations.models import EscalationPost
from casework.obligations.models import Obligation
from casework.people.models import Membership
from casework.people.roles import UNIT_ROLES
from notifications.ladders.stages import Stage

Late = tuple[Obligation, Stage]


def ranks_of(late: Sequence[Late], *, on: date) -> dict[tuple[int, str], set[int]]:
    """For each obligation (by key) and stage the people (by key) of the rank told. Two queries for all.

    Whom the force or the area has named for the rank, while they hold its role there; otherwise
    everybody who does.
    """
    if not late:
        return {}
    owing = [owed for owed, _ in late]
    held, named = _held(owing, on), _named(owing)
    ranks = {}
    for owed, stage in late:
        able = _in_role(held, owed, _rung(owed, stage))
        holder = named.get((owed.organisation_id, stage))
        ranks[owed.pk, stage.value] = {holder} if holder in able else able
    return ranks


def _rung(owed: Obligation, stage: Stage) -> Rung:
    return next(rung for rung in rungs_above(owed.role) if rung.key == stage)


def _held(told: Sequence[Obligation], on: date) -> list[Membership]:
    places = {owed.organisation_id for owed in told}
    held = Membership.objects.in_force(on).filter(organisation__in=places, person__is_active=True)
    return list(held.order_by())


def _named(told: Sequence[Obligation]) -> dict[tuple[int, str], int]:
    places = {owed.organisation_id for owed in told}
    posts = EscalationPost.objects.filter(organisation__in=places, person__isnull=False)
    found = posts.values_list("organisation", "rung", "person")
    return {(place, rung): person for place, rung, person in found}


def _in_role(held: Iterable[Membership], owed: Obligation, rung: Rung) -> set[int]:
    return {
        each.person_id
        for each in held
        if (each.organisation_id, each.role) == (owed.organisation_id, rung.role)
        and (rung.role not in UNIT_ROLES or each.unit_id == owed.unit_id)
    }
