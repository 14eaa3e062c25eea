"""Who opens a restricted case in an emergency, who is told of it as their rank above, and who reviews it."""

from __future__ import annotations

from django.db.models import Q

from casework.access.opened import OPENING_ROLES
from casework.break_ins.models import BreakIn
from casework.casefiles.models import CaseFile
from casework.escalations.ladder import rungs_above
from casework.people.choices import people_over
from casework.people.models import User
from casework.people.roles import UNIT_ROLES, Role, Side, side_of

Position = BreakIn.Position
# Who reviews on each side, and where the review stands then.
REVIEWERS = {
    Side.POLICE: (Role.SUPERVISOR, Position.REVIEW),
    Side.CPS: (Role.PROSECUTION_MANAGER, Position.REVIEW_CPS),
}


def rank_over(role: str) -> Role:
    """The first rank of the escalations over a role; for the highest one its own."""
    return rungs_above(role)[0].role


def review_begins_at(case: CaseFile, role: str, person: User) -> Position:
    """Where the review stands when somebody has opened the case in this role: with their own side, or
    with the other if nobody else there can do it. One query, or two."""
    own = side_of(role)
    for side in (own, *(other for other in Side if other != own)):
        reviewer, position = REVIEWERS[side]
        reached = side == Side.POLICE or case.shared_with_cps_at
        if reached and any(each != person for each in people_over(case, reviewer)):
            return position
    return REVIEWERS[own][1]


def overseen_by(user: User) -> Q:
    """The condition on BreakIn of those whose rank above the person is. No query of its own."""
    condition = Q(pk__in=[])
    for held in user.memberships_held if user.is_active else ():
        under = [role for role in OPENING_ROLES if rank_over(role) == held.role]
        theirs = Q(role__in=under, organisation=held.organisation_id)
        # Whoever works by unit has opened a case of their unit.
        condition |= theirs & Q(case_file__unit=held.unit_id) if held.role in UNIT_ROLES else theirs
    return condition & ~Q(person=user)
