from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.events.models import Event
from casework.people.models import User
from casework.rows import row_insert
from casework.victim_contacts.duties import duties_open


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
    step: str = "",
    happened_on: date | None = None,
) -> Event:
    """Write one event, and oblige somebody to tell the victims of it, if they must be told.

    Call it in the transaction of what it records. One query, and up to two more for what victims are told
    of. `by` is None for what the clock does; `step` is then the work that it did it to.
    `happened_on` is the day of what is recorded later, from which the limit to tell them counts.
    """
    event = Event(
        case_file=case,
        at=at,
        **(_who(by) if by else {"step": step}),
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
    duties_open(event, happened_on)
    return event


def _who(by: Actor) -> dict[str, Any]:
    return {
        "actor": by.person,
        "role": by.role,
        "organisation": by.organisation,
        "on_behalf_of": by.on_behalf_of,
        "step": by.step,
    }
