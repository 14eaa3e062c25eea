"""The verb of the court timetable: a stage was served. Another date for one is directed as every date is."""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.court_timetable.anchors import court_stage_open_next
from casework.court_timetable.models import CourtStage
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.guards import day_happened
from casework.routes.services import position_require, record_move

Position = CourtStage.Position


@in_transaction
def court_stage_serve(
    *,
    record: CourtStage,
    by: Actor,
    at: datetime,
    served_on: date,
    note: str,
    next_due_on: date | None = None,
) -> None:
    """The stage was served or done on that day, and the next one begins.

    `next_due_on` is the date of the next where the court directed one. Raises RuleBroken for a day to come
    or before what it is counted from, and for a date of the next that is not after it.
    """
    position_require(record, Position.DUE)
    day_happened(served_on, at=at, since=record.since, what="The date of service", field="served_on")
    if next_due_on and next_due_on <= served_on:
        raise RuleBroken("The date of the next stage must be after this one", field="next_due_on")
    record_move(
        record=record,
        to=Position.SERVED,
        by=by,
        at=at,
        verb="served",
        reason=f"{record.about}. {note}".rstrip(),
        served_on=served_on,
        served_by=by.person,
        note=note,
    )
    court_stage_open_next(
        record,
        served_on=served_on,
        directed_on=next_due_on,
        direction=f"Directed at {record.about}" if next_due_on else "",
        at=at,
    )
