"""Who opens a restricted case in an emergency, who is told of it as their rank above, and who reviews it."""

from __future__ import annotations

from casework.break_ins.models import BreakIn
from casework.casefiles.models import CaseFile
from casework.escalations.ladder import rungs_above
from casework.people.choices import people_over
from casework.people.models import User
from casework.people.roles import Role, Side, side_of

Position = BreakIn.Position
# Who reviews on each side, and where the review stands then.
REVIEWERS = {
    Side.POLICE: (Role.SUPERVISOR, Position.REVIEW),
    Side.CPS: (Role.PROSECUTION_MANAGER, Position.REVIEW_CPS),
}


def ranks_over(role: str) -> tuple[Role, ...]:
    """The ranks of the escalations over a role, the lowest first; over the highest one its own."""
    return tuple(dict.fromkeys(rung.role for rung in rungs_above(role)))


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
