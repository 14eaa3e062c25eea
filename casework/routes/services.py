"""Moving a record from one position to the next: the conditional update and the event beside it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from casework.access.policy import Actor
from casework.casefiles.sharing import case_share_with_cps
from casework.database import in_transaction
from casework.directions.selectors import direction_standing
from casework.errors import Overtaken
from casework.events.services import event_record
from casework.obligations.services import obligation_count, obligation_move
from casework.pages.dates import govuk_date
from casework.people.roles import Side
from casework.police_outcomes.guards import case_not_ended
from casework.routes.models import RouteRecord
from casework.rows import row_update


@in_transaction
def record_move(
    *, record: RouteRecord, to: str, by: Actor, at: datetime, verb: str, reason: str = "", **changes: Any
) -> None:
    """Move the record from the position that it was read at, and set `changes` with it.

    Work that comes to the CPS lets the CPS see the case. Raises Overtaken when the record is no
    longer there. Two queries, and one more the first time that the CPS sees the case.
    """
    found_at = record.position
    values = {**changes, "position": to, "moved_at": at}
    _update(record, values)
    if record.owed_by == Side.CPS:
        case_share_with_cps(case=record.case_file, at=at)
    _event(record, by, at, verb, reason, moved_from=found_at, moved_to=to)


@in_transaction
def record_withdraw(*, record: RouteRecord, by: Actor, at: datetime, reason: str) -> None:
    """The work on the record is no longer wanted. Raises Overtaken when somebody moved it. Two queries."""
    _update(record, {"withdrawn_at": at})
    _event(record, by, at, "withdrawn", reason)


@in_transaction
def record_reinstate(*, record: RouteRecord, by: Actor, at: datetime, reason: str) -> None:
    """Want the work on a withdrawn record again, from the position at which it was left. Three queries.

    Raises RuleBroken in a case that the police have ended, but for what goes on there.
    """
    if record.withdrawn_at is None:
        raise Overtaken
    if not record.OUTLIVES_CASE:
        case_not_ended(record.case_file)
    _update(record, {"withdrawn_at": None})
    _event(record, by, at, "reinstated", reason)


@in_transaction
def record_place(*, record: RouteRecord, to: str, by: Actor, at: datetime, reason: str) -> None:
    """Set the record at a position, whatever the guards say: a repair by an administrator.

    Two queries, and one more the first time that the CPS sees the case.
    """
    found_at = record.position
    _update(record, {"position": to, "moved_at": at, "withdrawn_at": None})
    if record.owed_by == Side.CPS:
        case_share_with_cps(case=record.case_file, at=at)
    _event(record, by, at, "moved", reason, moved_from=found_at, moved_to=to)


@in_transaction
def record_date_move(
    *, record: RouteRecord, field: str, to: date, by: Actor, at: datetime, reason: str
) -> None:
    """A date that the record holds moves, and with it the clock of its open work and the reminders.

    Where the date is the same only how it was counted is noted anew, and nothing where a court or an
    agreement set another one in place of this: what it was counted from has not moved then. The event says
    from where to where, and why. Raises Overtaken when somebody moved it meanwhile. Up to five queries.
    """
    was = getattr(record, field)
    if was == to:
        obligation_count(subject=record.pk, clock=field, counted=record.counted(field))
        return
    if directed := direction_standing(record.pk, field, was):
        if directed.rule_said == to:
            return
        reason = f"{reason} {directed.ended}".lstrip()
    values = dict.fromkeys([field, *_moving_with(record, field, to)], to)
    if not row_update(type(record), {"id": record.pk, field: was}, values):
        raise Overtaken
    for name, value in values.items():
        setattr(record, name, value)
    obligation_move(subject=record.pk, clock=field, on=to, at=at, counted=record.counted(field))
    moved = f"from {govuk_date(was)} to {govuk_date(to)}" if was else f"to {govuk_date(to)}"
    _event(record, by, at, "date_moved", f"{record.about}: {moved}. {reason}".removeprefix(": "))


def _moving_with(record: RouteRecord, field: str, to: date) -> list[str]:
    """The other date of the record that goes on being the same, while the rule gives this one."""
    other, counted = record.MOVES_WITH.get(field), record.counted(field)
    return [other] if other and counted and counted.due_on == to else []


def position_require(record: RouteRecord, *positions: str) -> None:
    """The guard of every verb: raises Overtaken unless the record is at one of these positions."""
    if record.position not in positions or record.withdrawn_at:
        raise Overtaken


def _update(record: RouteRecord, values: dict[str, Any]) -> None:
    """Change the record if it still is as it was read. Raises Overtaken. One query."""
    as_read = {"position": record.position, "withdrawn_at": record.withdrawn_at}
    if not row_update(type(record), {"id": record.pk, **as_read}, values):
        raise Overtaken
    for name, value in values.items():
        setattr(record, name, value)


def _event(record: RouteRecord, by: Actor, at: datetime, verb: str, reason: str, **moved: Any) -> None:
    event_record(
        case=record.case_file,
        by=by,
        at=at,
        route=record.route,
        verb=verb,
        subject=record.pk,
        reason=reason,
        **moved,
    )
