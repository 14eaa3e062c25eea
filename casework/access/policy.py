"""Who may see a case, and in which role somebody acts on it. The one door: everything asks here.

A person sees the cases of their unit (investigators and supervisors) or of their whole
force (gatekeepers, auditors), and those in which they are the officer in the case while
they are an investigator of its force. Witness care sees a case of its force from the first charge, before
which no hearing can be listed. A CPS area sees a case of its forces from the moment at
which the police first send it something. Administrators see no case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, QuerySet
from django.http import Http404

from casework.any_of import AnyOf
from casework.audit.who import role_taken
from casework.people.roles import ORGANISATION_ROLES, UNIT_ROLES, Role, Side, roles_led_by

if TYPE_CHECKING:
    from casework.casefiles.models import CaseFile
    from casework.organisations.models import Organisation
    from casework.people.models import Membership, User

NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class Actor:
    """Somebody acting in a role for an organisation: what an event records.

    `on_behalf_of` is the colleague who is away and whose work they do; `step` is the work that
    they are in, such as "file_submission.review".
    """

    person: User
    role: str
    organisation: Organisation
    on_behalf_of: User | None = None
    step: str = ""

    @property
    def principal(self) -> User:
        """Whose work it stays: the colleague's who is away, or their own."""
        return self.on_behalf_of or self.person


def cases_visible_to(user: User) -> Q:
    """The condition on CaseFile. One query for the person's roles, once a request."""
    if not user.is_active or not user.is_authenticated:
        return NOBODY
    condition = NOBODY
    for membership in user.memberships_held:
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


def pools_of(user: User) -> list[Q]:
    """The conditions on open work of the pools that the person draws from. One query, as above.

    A pool is a role in a place, and a case is in both: so whatever is in them is in a case that
    `cases_visible_to` shows, and a list of work need not ask again for each row. Each condition
    names whole columns of one index, so that the database can read one after the other.
    """
    return _pools_of(user, lambda role: [role])


def pools_led_by(user: User) -> list[Q]:
    """The same of the pools whose work the person gives out."""
    return _pools_of(user, roles_led_by)


def _pools_of(user: User, roles: Callable[[str], Sequence[str]]) -> list[Q]:
    if not user.is_active or not user.is_authenticated:
        return []
    units: dict[tuple[str, int], list[int | None]] = defaultdict(list)
    for held in user.memberships_held:
        for role in roles(held.role):
            units[role, held.organisation_id].append(held.unit_id)
    return [pool for (role, place), among in units.items() for pool in _pools(user, role, place, among)]


def _pools(user: User, role: str, place: int, units: list[int | None]) -> Iterator[Q]:
    for unit in units:
        yield Q(role=role, organisation=place, unit=unit)
    if role == Role.INVESTIGATOR:
        yield Q(AnyOf("case_file", _own_elsewhere(user, place, units)), role=role, organisation=place)


def _own_elsewhere(user: User, force: int, units: list[int | None]) -> QuerySet[CaseFile, Any]:
    """The cases of the force in which they are the officer, of other units than these: few, if any."""
    from casework.casefiles.models import CaseFile

    own = CaseFile.objects.filter(officer_in_case=user.pk, force=force)
    return own.exclude(unit__in=units).order_by().values("pk")


def get_case_for(user: User, urn: str) -> CaseFile:
    """The case, or Http404: for an outsider a hidden case does not exist. One query,
    and that of the person's roles the first time."""
    from casework.casefiles.models import CaseFile

    try:
        return (
            CaseFile.objects.visible_to(user)
            .select_related("force", "area", "unit", "officer_in_case")
            .get(urn=urn)
        )
    except CaseFile.DoesNotExist:
        raise Http404 from None


def actor_on(case: CaseFile, user: User, roles: Iterable[str]) -> Actor | None:
    """The person in the first of the roles that they hold over this case, or None. No query of its own.

    A deactivated account acts in none.
    """
    if not user.is_active:
        return None
    for role in roles:
        for membership in user.memberships_held:
            if membership.role == role and _covers(membership, case, user):
                role_taken(user.pk, membership.role, membership.organisation_id)
                return Actor(person=user, role=role, organisation=membership.organisation)
    return None


def sides_read(case: CaseFile, user: User) -> frozenset[Side]:
    """The sides for which the person sees this case, an auditor too. No query of its own."""
    covering = (held for held in user.memberships_held if user.is_active and _covers(held, case, user))
    return frozenset(Side.POLICE if held.organisation_id == case.force_id else Side.CPS for held in covering)


def cases_administered_by(user: User) -> Q:
    """The condition on CaseFile: of whose force or area the person is an administrator.

    It shows nothing of a case; it is for repairing the work on it.
    """
    condition = NOBODY
    for held in user.memberships_held if user.is_active else ():
        if held.role == Role.ADMINISTRATOR:
            of_area = Q(area=held.organisation_id, shared_with_cps_at__isnull=False)
            condition |= Q(force=held.organisation_id) | of_area
    return condition


def administrator_of(case: CaseFile, user: User) -> Actor | None:
    """The person as administrator of the force or the area of the case, or None. No query of its own."""
    for held in user.memberships_held if user.is_active else ():
        if held.role == Role.ADMINISTRATOR and held.organisation_id in _places_of(case):
            return Actor(person=user, role=held.role, organisation=held.organisation)
    return None


def _places_of(case: CaseFile) -> list[int]:
    """The organisations that the case is with: its force, and its area from when it was sent there."""
    return [case.force_id, case.area_id] if case.shared_with_cps_at else [case.force_id]


def role_covers(case: str) -> Q:
    """The condition on Membership under which its role is held over a case, as `actor_on` finds it.

    For a subquery; `case` is the outer query's way to the case, as "case_file". Says nothing of dates.
    """
    of_force = Q(organisation=OuterRef(f"{case}__force"))
    own_case = Q(person=OuterRef(f"{case}__officer_in_case"))
    own_case &= Q(role=Role.INVESTIGATOR)
    by_unit = of_force & (Q(unit=OuterRef(f"{case}__unit")) | own_case)
    by_organisation = of_force | Q(organisation=OuterRef(f"{case}__area"))
    return Q(role__in=UNIT_ROLES) & by_unit | Q(role__in=ORGANISATION_ROLES) & by_organisation


def _covers(membership: Membership, case: CaseFile, user: User) -> bool:
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
