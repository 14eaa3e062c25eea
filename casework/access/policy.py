"""Who may see a case, and in which role somebody acts on it. The one door: everything asks here.

A person sees the cases of their unit (investigators and supervisors) or of their whole
force (gatekeepers, auditors), and those in which they are the officer in the case while
they are an investigator of its force. Witness care sees a case of its force from the first charge, before
which no hearing can be listed. A CPS area sees a case of its forces from the moment at
which the police first send it something. Administrators see no case.

Whoever is barred from a case, or is not on the list of one that is restricted, has no role in it and
does not see it, whatever else holds (casework/access/kept.py). Somebody who opens a restricted case in an
emergency reads it for a while by its address, and still has no role in it (casework/access/opened.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils import timezone

from casework.access.kept import kept_from, unless_kept
from casework.access.opened import case_opened, is_opened
from casework.access.pools import pools_led_by, pools_of
from casework.access.scope import (
    NOBODY,
    cases_administered_by,
    cases_visible_to,
    covers,
    role_covers,
    role_reaches,
)
from casework.audit.who import role_taken
from casework.people.roles import Role, Side

if TYPE_CHECKING:
    from casework.casefiles.models import CaseFile
    from casework.organisations.models import Organisation
    from casework.people.models import User

__all__ = [
    "NOBODY",
    "Actor",
    "actor_on",
    "administrator_around",
    "administrator_of",
    "cases_administered_by",
    "cases_visible_to",
    "get_case_for",
    "kept_from",
    "pools_led_by",
    "pools_of",
    "role_covers",
    "role_reaches",
    "sides_read",
    "unless_kept",
]


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


def get_case_for(user: User, urn: str) -> CaseFile:
    """The case, or Http404: for an outsider a hidden case does not exist. One query, another where
    nothing is found, and that of the person's roles the first time.

    One that the person has opened in an emergency has its `opened_until`.
    """
    from casework.casefiles.models import CaseFile

    visible = CaseFile.objects.visible_to(user).select_related("force", "area", "unit", "officer_in_case")
    found = visible.filter(urn=urn).first() or case_opened(user, urn, timezone.now())
    if found is None:
        raise Http404
    return found


def actor_on(case: CaseFile, user: User, roles: Iterable[str]) -> Actor | None:
    """The person in the first of the roles that they hold over this case, or None. No query of its own.

    A deactivated account acts in none.
    """
    if not user.is_active:
        return None
    for role in roles:
        for membership in user.memberships_held:
            if membership.role == role and covers(membership, case, user):
                role_taken(user.pk, membership.role, membership.organisation_id)
                return Actor(person=user, role=role, organisation=membership.organisation)
    return None


def sides_read(case: CaseFile, user: User) -> frozenset[Side]:
    """The sides for which the person sees this case, an auditor too. No query of its own."""
    held_now = user.memberships_held if user.is_active else ()
    covering = (held for held in held_now if covers(held, case, user) or is_opened(case, held, user))
    return frozenset(Side.POLICE if held.organisation_id == case.force_id else Side.CPS for held in covering)


def administrator_of(case: CaseFile, user: User) -> Actor | None:
    """The person as administrator of the force or the area of the case, or None. No query of its own."""
    return None if case.pk in kept_from(user) else administrator_around(case, user)


def administrator_around(case: CaseFile, user: User) -> Actor | None:
    """The same of a case that may be kept from them, for what shows them nothing of it."""
    for held in user.memberships_held if user.is_active else ():
        if held.role == Role.ADMINISTRATOR and held.organisation_id in _places_of(case):
            return Actor(person=user, role=held.role, organisation=held.organisation)
    return None


def _places_of(case: CaseFile) -> list[int]:
    """The organisations that the case is with: its force, and its area from when it was sent there."""
    return [case.force_id, case.area_id] if case.shared_with_cps_at else [case.force_id]
