"""What happens to open work beside its own steps, when what it hangs on changes."""

from __future__ import annotations

from datetime import datetime

from casework.access.policy import Actor
from casework.deadlines.counted import Counted
from casework.routes.services import record_date_move
from casework.rows import row_update
from casework.victim_statements.models import VpsCheckpoint
from casework.victim_statements.serving_models import VpsService

Dated = VpsCheckpoint | VpsService


def date_follow(record: Dated, counted: Counted, *, by: Actor, at: datetime, reason: str) -> None:
    """The date of the record is counted anew; nothing is done where it is counted so already.

    Up to five queries.
    """
    to = counted.due_on
    if record.due_on == to and record.counted("due_on") == counted:
        return
    record.rule, record.since = counted.code, counted.since
    row_update(type(record), {"id": record.pk}, {"rule": record.rule, "since": record.since})
    record_date_move(record=record, field="due_on", to=to, by=by, at=at, reason=reason)
