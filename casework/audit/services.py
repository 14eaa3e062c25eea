from __future__ import annotations

from datetime import datetime

from casework.audit.models import AuditReason
from casework.casefiles.models import CaseFile
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.organisations.models import Organisation
from casework.people.models import User


@in_transaction
def audit_reason_give(
    *,
    auditor: User,
    organisation: Organisation,
    reason: str,
    at: datetime,
    person: User | None = None,
    case: CaseFile | None = None,
) -> AuditReason:
    """Keep why an auditor looks at a person, or takes out what was done in a case. One query.

    Raises RuleBroken without a reason.
    """
    if not reason.strip():
        raise RuleBroken("Enter why you need to look", field="reason")
    return AuditReason.objects.create(
        auditor=auditor, organisation=organisation, person=person, case_file=case, reason=reason, at=at
    )
