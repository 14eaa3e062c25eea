"""A case of the demonstration that was restricted for a while, and opened in an emergency meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from casework.access.restrictions import RESTRICTING_ROLES, case_open_again
from casework.casefiles.models import CaseFile
from casework.people.roles import Role
from workflows.demonstration.people import Cast
from workflows.demonstration.stories import Steps, steps
from workflows.engine.work import act_on_case, break_in, restrict
from workflows.engine.work.under_lock import as_now

REASON = "The victim has rung from a phone box, and nobody on the list can be reached."
OPENED_BY_POLICE, OPENED_BY_CPS = steps("open:gatekeeper"), steps("open:prosecutor")
# By the name that a story gives it.
EMERGENCY: dict[str, Steps] = {
    "none": (),
    "to review": OPENED_BY_POLICE,
    "to review at the CPS": OPENED_BY_CPS,
    "justified": (*OPENED_BY_POLICE, "break_in.review:justify"),
    "not justified": (*OPENED_BY_CPS, "break_in.review_cps:condemn"),
}


def opened_in_an_emergency(cast: Cast, case: CaseFile, role: str, number: int, at: datetime) -> None:
    """Restrict the case, have somebody in the role open it who is not on its list, and lift that again."""
    manager = cast.colleague(Role.PROSECUTION_MANAGER, case, number)
    lead = cast.colleague(Role.SUPERVISOR, case, number)
    kept: dict[str, Any] = {"case": case, "by": lead, "roles": RESTRICTING_ROLES}
    why = "The suspect is an officer of the force."
    act_on_case(**kept, at=at, verb=restrict, people=[manager], reason=why)
    opener, opened_at = as_now(cast.colleague(role, case, number)), at + timedelta(minutes=1)
    break_in(urn=case.urn, by=opener, reason=REASON, at=opened_at)
    again = at + timedelta(minutes=2)
    act_on_case(**kept, at=again, verb=case_open_again, reason="The officer has left the force.")
