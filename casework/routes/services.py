"""Moving a record from one position to the next: the conditional update and the event beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from casework.access.policy import Actor
from casework.casefiles.sharing import case_share_with_cps
from casework.errors import Overtaken
from casework.events.services import event_record
from casework.people.roles import Side
from casework.routes.models import RouteRecord


@transaction.atomic
def record_move(
    *, record: RouteRecord, to: str, by: Actor, at: datetime, verb: str, reason: str = "", **changes: Any
) -> None:
    """Move the record from the position that it was read at, and set `changes` with it.

    Work that comes to the CPS lets the CPS see the case. Raises Overtaken when the record is no
    longer there. Two queries, and one more the first time that the CPS sees the case.
    """
    found_at = record.position
    values = {**changes, "position": to, "moved_at": at}
    model: Any = type(record)
    if model._default_manager.filter(pk=record.pk, position=found_at).update(**values) != 1:
        raise Overtaken
    for name, value in values.items():
        setattr(record, name, value)
    if record.owed_by == Side.CPS:
        case_share_with_cps(case=record.case_file, at=at)
    event_record(
        case=record.case_file,
        by=by,
        at=at,
        route=record.route,
        verb=verb,
        subject=record.pk,
        moved_from=found_at,
        moved_to=to,
        reason=reason,
    )


def position_require(record: RouteRecord, *positions: str) -> None:
    """The guard of every verb: raises Overtaken unless the record is at one of these positions."""
    if record.position not in positions:
        raise Overtaken
