"""A restricted case that somebody has opened in an emergency: until then they read it, and act in nothing.

The record of it and its review are in casework/break_ins. It never opens a case to who is barred from it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Subquery

from casework.access.scope import cases_reached_by, reaches
from casework.people.roles import Role

if TYPE_CHECKING:
    from casework.casefiles.models import CaseFile
    from casework.people.models import Membership, User

# Who works on cases: those who investigate, check and decide. Who looks after victims and witnesses, audits
# or administers meets no emergency that needs a case which is kept from them. The highest of a side is first:
# who holds two is watched by the rank above the higher one, and not by themselves.
OPENING_ROLES = (
    Role.GATEKEEPER,
    Role.SUPERVISOR,
    Role.INVESTIGATOR,
    Role.PROSECUTION_MANAGER,
    Role.PROSECUTOR,
)
# Who opens a case, or watches over those who do: their ranks above open cases too.
EMERGENCY_ROLES = (*OPENING_ROLES, Role.AUDITOR)


def cases_to_open(user: User) -> Q:
    """The condition on CaseFile: restricted, within reach of a role of theirs, and kept from them by the list
    alone. No query of its own."""
    from casework.access.models import CaseAdmission, CaseRestriction

    restricted = Exists(CaseRestriction.objects.in_force().filter(case_file=OuterRef("pk")))
    listed = Exists(CaseAdmission.objects.in_force().filter(case_file=OuterRef("pk"), person=user))
    return cases_reached_by(user, OPENING_ROLES) & Q(restricted) & ~Q(listed) & _not_barred(user)


def case_to_open(user: User, urn: str) -> CaseFile | None:
    """The case of a URN that the person can open, if there is one. One query, whatever is found."""
    from casework.casefiles.models import CaseFile

    return CaseFile.objects.filter(cases_to_open(user), urn=urn).first()


def opening_role(case: CaseFile, user: User) -> Membership | None:
    """The role in which the person opens it: the highest that reaches it. No query of its own."""
    for role in OPENING_ROLES:
        for held in user.memberships_held if user.is_active else ():
            if held.role == role and reaches(held, case, user):
                return held
    return None


def case_opened(user: User, urn: str, at: datetime) -> CaseFile | None:
    """The case, if the person has opened it and reads it still, with its `opened_until`.

    One query, whether there is such a case or not; none for who can open none.
    """
    from casework.break_ins.models import BreakIn
    from casework.casefiles.models import CaseFile

    if not user.is_authenticated:
        return None
    theirs = BreakIn.objects.running(at).filter(case_file=OuterRef("pk"), person=user).order_by("-ends_at")
    cases = CaseFile.objects.annotate(read_until=Subquery(theirs.values("ends_at")[:1]))
    within = cases.filter(cases_reached_by(user, OPENING_ROLES) & _not_barred(user), read_until__isnull=False)
    found = within.select_related("force", "area", "unit", "officer_in_case").filter(urn=urn).first()
    if found:
        found.opened_until = found.read_until
    return found


def is_opened(case: CaseFile, held: Membership, user: User) -> bool:
    """Whether the person reads the case by this role because they have opened it. No query of its own."""
    return bool(case.opened_until) and held.role in OPENING_ROLES and reaches(held, case, user)


def _not_barred(user: User) -> Q:
    from casework.access.models import CaseBar

    return ~Q(Exists(CaseBar.objects.in_force().filter(case_file=OuterRef("pk"), person=user)))
