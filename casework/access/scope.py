"""Over which cases a role reaches, in SQL and in Python: the two say the same, as a test holds.

No role reaches a case from which the person is kept.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q
from django.db.models.lookups import IsNull

from casework.access.kept import kept_from, not_kept, unless_kept
from casework.people.roles import ORGANISATION_ROLES, UNIT_ROLES, Role

if TYPE_CHECKING:
    from casework.casefiles.models import CaseFile
    from casework.people.models import Membership, User

NOBODY = Q(pk__in=[])


def cases_visible_to(user: User) -> Q:
    """The condition on CaseFile. One query for the person's roles, once a request."""
    if not user.is_active or not user.is_authenticated:
        return NOBODY
    condition = NOBODY
    for membership in user.memberships_held:
        condition |= _scope(membership, user)
    return condition & unless_kept(user)


def cases_reached_by(user: User, roles: Collection[str]) -> Q:
    """The condition on CaseFile of those that the person would see in one of these roles if nothing kept
    them from any. For opening a case in an emergency alone. No query of its own."""
    condition = NOBODY
    for membership in user.memberships_held if user.is_active else ():
        if membership.role in roles:
            condition |= _scope(membership, user)
    return condition


def _scope(membership: Membership, user: User) -> Q:
    if membership.role in UNIT_ROLES:
        own_cases = Q(officer_in_case=user.pk, force=membership.organisation_id)
        return Q(unit=membership.unit_id) | (own_cases if membership.role == Role.INVESTIGATOR else NOBODY)
    if membership.role == Role.WITNESS_CARE:
        return Q(force=membership.organisation_id, open_to_witness_care_at__isnull=False)
    if membership.role in ORGANISATION_ROLES:
        of_area = Q(area=membership.organisation_id, shared_with_cps_at__isnull=False)
        return Q(force=membership.organisation_id) | of_area
    return NOBODY


def cases_administered_by(user: User) -> Q:
    """The condition on CaseFile: of whose force or area the person is an administrator.

    It shows nothing of a case; it is for repairing the work on it.
    """
    condition = NOBODY
    for held in user.memberships_held if user.is_active else ():
        if held.role == Role.ADMINISTRATOR:
            of_area = Q(area=held.organisation_id, shared_with_cps_at__isnull=False)
            condition |= Q(force=held.organisation_id) | of_area
    return condition & unless_kept(user)


def role_covers(case: str) -> Q:
    """The condition on Membership under which its role is held over a case, as `actor_on` finds it.

    For a subquery; `case` is the outer query's way to the case, as "case_file". Says nothing of dates.
    """
    return role_reaches(case) & not_kept(OuterRef(OuterRef(case)), "person")


def role_reaches(case: str) -> Q:
    """The same whether its person is kept from the case or not, as `reaches` finds it."""
    of_force = Q(organisation=OuterRef(f"{case}__force"))
    own_case = Q(person=OuterRef(f"{case}__officer_in_case"))
    own_case &= Q(role=Role.INVESTIGATOR)
    by_unit = of_force & (Q(unit=OuterRef(f"{case}__unit")) | own_case)
    of_area = Q(organisation=OuterRef(f"{case}__area")) & _since(case, "shared_with_cps_at")
    charged = of_force & _since(case, "open_to_witness_care_at")
    return (
        Q(role__in=UNIT_ROLES) & by_unit
        | Q(role=Role.WITNESS_CARE) & charged
        | Q(role__in=ORGANISATION_ROLES - {Role.WITNESS_CARE}) & (of_force | of_area)
    )


def _since(case: str, moment: str) -> Q:
    """That the outer query's case has the moment."""
    return Q(IsNull(OuterRef(f"{case}__{moment}"), False))


def covers(membership: Membership, case: CaseFile, user: User) -> bool:
    """Whether the role, held today, reaches this case. No query of its own."""
    return case.pk not in kept_from(user) and reaches(membership, case, user)


def reaches(membership: Membership, case: CaseFile, user: User) -> bool:
    """Whether it would, if nothing kept the person from any case. No query of its own."""
    if membership.role in UNIT_ROLES:
        # The officer in the case is its investigator wherever they work, and nobody's supervisor by that.
        own_case = membership.role == Role.INVESTIGATOR and case.officer_in_case_id == user.pk
        in_force = membership.organisation_id == case.force_id
        return in_force and (membership.unit_id == case.unit_id or own_case)
    if membership.role == Role.WITNESS_CARE:
        return membership.organisation_id == case.force_id and case.open_to_witness_care_at is not None
    if membership.role in ORGANISATION_ROLES:
        of_area = membership.organisation_id == case.area_id and case.shared_with_cps_at is not None
        return membership.organisation_id == case.force_id or of_area
    return False
