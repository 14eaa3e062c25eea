from __future__ import annotations

import uuid
from datetime import datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.events.models import Event


def event_record(
    *,
    case: CaseFile,
    by: Actor,
    at: datetime,
    route: str,
    verb: str,
    subject: uuid.UUID | None = None,
    moved_from: str = "",
    moved_to: str = "",
    reason: str = "",
) -> Event:
    """Write one event. Call it in the transaction of what it records. One query."""
    return Event.objects.create(
        case_file=case,
        at=at,
        actor=by.person,
        role=by.role,
        organisation=by.organisation,
        route=route,
        verb=verb,
        subject=subject,
        moved_from=moved_from,
        moved_to=moved_to,
        reason=reason,
    )
