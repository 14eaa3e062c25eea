from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.events.models import Event
from casework.people.models import User
from casework.rows import row_insert


def event_record(
    *,
    case: CaseFile,
    by: Actor | None,
    at: datetime,
    route: str,
    verb: str,
    subject: uuid.UUID | None = None,
    moved_from: str = "",
    moved_to: str = "",
    handed_from: User | None = None,
    handed_to: User | None = None,
    reason: str = "",
) -> Event:
    """Write one event. Call it in the transaction of what it records. One query.

    `by` is None for what the clock does.
    """
    event = Event(
        case_file=case,
        at=at,
        **_who(by),
        route=route,
        verb=verb,
        subject=subject,
        moved_from=moved_from,
        moved_to=moved_to,
        handed_from=handed_from,
        handed_to=handed_to,
        reason=reason,
    )
    row_insert(event)
    return event


def _who(by: Actor | None) -> dict[str, Any]:
    if by is None:
        return {}
    return {
        "actor": by.person,
        "role": by.role,
        "organisation": by.organisation,
        "on_behalf_of": by.on_behalf_of,
        "step": by.step,
    }
