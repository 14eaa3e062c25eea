"""Which rank over who owes the work is told, once it is so late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from casework.escalations.ladder import Rung, rungs_above
from casework.escalations.models import EscalationPost
from casework.obligations.models import Obligation
from casework.people.models import Membership
from casework.people.roles import UNIT_ROLES
from notifications.ladder import Stage

Late = tuple[Obligation, Stage]


def ranks_of(late: Sequence[Late], *, on: date) -> dict[int, set[int]]:
    """For each obligation (by key) the people (by key) of the rank that its stage tells. Two queries for all.

    Whom the force or the area has named for the rank, while they hold its role there; otherwise
    everybody who does. Nobody for a stage that tells no rank.
    """
    rungs = {owed.pk: rung for owed, stage in late if (rung := _rung(owed, stage))}
    told = [owed for owed, _ in late if owed.pk in rungs]
    held, named = (_held(told, on), _named(told)) if told else ([], {})
    ranks: dict[int, set[int]] = {owed.pk: set() for owed, _ in late}
    for owed in told:
        rung = rungs[owed.pk]
        able = _in_role(held, owed, rung)
        holder = named.get((owed.organisation_id, rung.key))
        ranks[owed.pk] = {holder} if holder in able else able
    return ranks


def _rung(owed: Obligation, stage: Stage) -> Rung | None:
    return next((rung for rung in rungs_above(owed.role) if rung.key == stage), None)


def _held(told: Sequence[Obligation], on: date) -> list[Membership]:
    places = {owed.organisation_id for owed in told}
    held = Membership.objects.in_force(on).filter(organisation__in=places, person__is_active=True)
    return list(held.exclude(person__email="").order_by())


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
