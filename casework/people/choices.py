from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from casework.access.kept import not_kept
from casework.organisations.models import Organisation
from casework.people.models import Membership, User
from casework.people.roles import POLICE_ROLES, UNIT_ROLES, Role

if TYPE_CHECKING:
    from casework.casefiles.models import CaseFile


def people_in_role(role: str, organisation: Organisation | int) -> list[User]:
    """Active people who hold the role there today, by name. One query."""
    return _by_name(_held(role).filter(organisation=organisation))


def units_of_role(role: str, people: Iterable[int]) -> dict[int, str]:
    """By person, given by key, the names of the units in which they hold the role today. One query."""
    named: dict[int, list[str]] = {}
    held = _held(role).filter(person__in=people, unit__isnull=False).order_by("unit__name")
    for person, unit in held.values_list("person", "unit__name"):
        named.setdefault(person, []).append(unit)
    return {person: ", ".join(units) for person, units in named.items()}


def people_over(case: CaseFile, role: str) -> list[User]:
    """Active people who today hold the role that a step of the case needs over it, by name. One query.

    They are those whom `actor_on` finds in it, once the case has come to where the role works: to the CPS,
    or to witness care. Nobody who is kept from the case is among them.
    """
    held = _held(role).filter(organisation=case.force_id if role in POLICE_ROLES else case.area_id)
    if role in UNIT_ROLES:
        # The officer in the case is its investigator wherever they work, and nobody's supervisor by that.
        own_case = Q(person=case.officer_in_case_id, role=Role.INVESTIGATOR)
        held = held.filter(Q(unit=case.unit_id) | own_case)
    return _by_name(held.filter(not_kept(Value(case.pk), "person")))


def officers_for(case: CaseFile) -> list[User]:
    """Active people who may be the officer in the case: who investigate in its force and are not kept from
    it, by name. One query."""
    held = _held(Role.INVESTIGATOR).filter(organisation=case.force_id)
    return _by_name(held.filter(not_kept(Value(case.pk), "person")))


def _held(role: str) -> QuerySet[Membership]:
    return Membership.objects.in_force(timezone.localdate()).filter(role=role)


def _by_name(held: QuerySet[Membership]) -> list[User]:
    people = User.objects.filter(is_active=True, pk__in=held.values("person"))
    return list(people.order_by("last_name", "first_name", "pk"))
