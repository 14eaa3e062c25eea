"""From which pools somebody draws open work, and whose work they give out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from casework.access.kept import unless_kept
from casework.any_of import AnyOf
from casework.people.roles import Role, roles_led_by

if TYPE_CHECKING:
    from casework.casefiles.models import CaseFile
    from casework.people.models import User


def pools_of(user: User) -> list[Q]:
    """The conditions on open work of the pools that the person draws from. One query, as above.

    A pool is a role in a place, and a case is in both: so whatever is in them is in a case that
    `cases_visible_to` shows, and a list of work need not ask again for each row. Each condition
    names whole columns of one index, so that the database can read one after the other; and the few
    cases, if any, from which the person is kept.
    """
    return _pools_of(user, lambda role: [role], own=True)


def pools_led_by(user: User) -> list[Q]:
    """The same of the pools whose work the person gives out.

    Who leads investigators leads those of their units, and nobody in a case elsewhere whose officer they are.
    """
    return _pools_of(user, roles_led_by, own=False)


def _pools_of(user: User, roles: Callable[[str], Sequence[str]], *, own: bool) -> list[Q]:
    if not user.is_active or not user.is_authenticated:
        return []
    units: dict[tuple[str, int], list[int | None]] = defaultdict(list)
    for held in user.memberships_held:
        for role in roles(held.role):
            units[role, held.organisation_id].append(held.unit_id)
    seen = unless_kept(user, "case_file")
    return [
        pool & seen
        for (role, place), among in units.items()
        for pool in _pools(user, role, place, among, own=own)
    ]


def _pools(user: User, role: str, place: int, units: list[int | None], *, own: bool) -> Iterator[Q]:
    for unit in units:
        yield Q(role=role, organisation=place, unit=unit)
    if own and role == Role.INVESTIGATOR:
        yield Q(AnyOf("case_file", _own_elsewhere(user, place, units)), role=role, organisation=place)


def _own_elsewhere(user: User, force: int, units: list[int | None]) -> QuerySet[CaseFile, Any]:
    """The cases of the force in which they are the officer, of other units than these: few, if any."""
    from casework.casefiles.models import CaseFile

    own = CaseFile.objects.filter(officer_in_case=user.pk, force=force)
    return own.exclude(unit__in=units).order_by().values("pk")
