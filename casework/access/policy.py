"""Who may see a case, and in which role somebody acts on it. The one door: everything asks here.

A person sees the cases of their unit (investigators and supervisors) or of their whole
force (gatekeepers, auditors), and those in which they are the officer in the case while
they hold a role in its force. A CPS area sees a case of its forces from the moment at
which the police first send it something. Administrators see no case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404

from casework.people.roles import ORGANISATION_ROLES, UNIT_ROLES

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
        return Q(unit=membership.unit_id) | own_cases
    if membership.role in ORGANISATION_ROLES:
        of_area = Q(area=membership.organisation_id, shared_with_cps_at__isnull=False)
        return Q(force=membership.organisation_id) | of_area
    return NOBODY


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
                return Actor(person=user, role=role, organisation=membership.organisation)
    return None


def _covers(membership: Membership, case: CaseFile, user: User) -> bool:
    if membership.role in UNIT_ROLES:
        in_force = membership.organisation_id == case.force_id
        return in_force and (membership.unit_id == case.unit_id or case.officer_in_case_id == user.pk)
    if membership.role in ORGANISATION_ROLES:
        of_area = membership.organisation_id == case.area_id and case.shared_with_cps_at is not None
        return membership.organisation_id == case.force_id or of_area
    return False
