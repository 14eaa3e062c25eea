"""A restricted case that was opened in an emergency, so that its reviews are explored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from casework.casefiles.models import CaseFile
from casework.people.roles import Role
from workflows.engine.work import act_on_case, break_in, restrict
from workflows.engine.work.under_lock import as_now
from workflows.soundness.people import Company


def case_opened_by(case: CaseFile, company: Company, roles: Sequence[Role], at: datetime) -> None:
    """Restrict the case to all but one person in each of the roles, who open it."""
    openers = [company.in_role(role)[-1].user for role in roles]
    listed = [each.user for each in company.by_pk.values() if each.user not in openers]
    lead, about = (
        company.in_role(Role.SUPERVISOR)[0].user,
        {"people": listed, "reason": "To see what happens"},
    )
    act_on_case(case=case, by=lead, roles=(Role.SUPERVISOR,), at=at, verb=restrict, **about)
    for opener in openers:
        break_in(urn=case.urn, by=as_now(opener), reason="To see what happens in it", at=at)
