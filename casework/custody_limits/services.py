"""Recording that a defendant is held, what the court says of the limit, and that it has ended.

Nothing here ends a limit by itself: a person confirms each ending.
"""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Suspect
from casework.charging.models import ChargingDecision
from casework.court_timetable.anchors import court_timetable_anchor
from casework.custody_limits.anchor import custody_limits_anchor
from casework.custody_limits.models import CustodyExtension, CustodyPeriod, CustodyTimeLimit
from casework.custody_limits.reckoning import Reckoning, Span
from casework.database import in_transaction
from casework.deadlines.calendar import OutsideCalendar, is_day_off
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.guards import day_happened
from casework.hearings.guards import of_defendant
from casework.pages.dates import govuk_date
from casework.routes.services import position_require, record_date_move, record_move

Position = CustodyTimeLimit.Position
Because = CustodyTimeLimit.Because


@in_transaction
def custody_limit_open(
    *, case: CaseFile, by: Actor, at: datetime, suspect: Suspect, held_from: date, stage: str
) -> CustodyTimeLimit:
    """A defendant is held in custody from a day on: the limit of the court's stage runs.

    Raises RuleBroken for who is not charged, for a day that is to come or before the charge, and while
    a limit is kept for the defendant.
    """
    of_defendant(case, suspect, on=held_from, what="The first day in custody", field="held_from", at=at)
    if CustodyTimeLimit.objects.filter(suspect=suspect).exclude(position=Position.ENDED).exists():
        raise RuleBroken(f"A custody time limit is kept for {suspect} already")
    decision = ChargingDecision.objects.filter(suspect=suspect).select_related("prosecutor").first()
    limit = CustodyTimeLimit.objects.create(
        case_file=case,
        suspect=suspect,
        stage=stage,
        prosecutor=decision.prosecutor if decision else None,
        expires_on=_expiry(Reckoning(stage, (Span(held_from),)), "held_from"),
        opened_at=at,
        moved_at=at,
    )
    CustodyPeriod.objects.create(limit=limit, held_from=held_from)
    event_record(
        case=case,
        by=by,
        at=at,
        route=CustodyTimeLimit.route,
        verb="custody_begun",
        subject=limit.pk,
        reason=_held(suspect.reference, held_from, limit.expires_on),
    )
    custody_limits_anchor(case=case, by=by, at=at)
    court_timetable_anchor(case=case, by=by, at=at)
    return limit


@in_transaction
def custody_limit_extend(
    *, record: CustodyTimeLimit, by: Actor, at: datetime, ordered_on: date, to: date, reason: str
) -> None:
    """The court has extended the limit to a day (Prosecution of Offences Act 1985, section 22(3)).

    The old day is kept. Raises RuleBroken without a reason, for an order to come or after the limit ran
    out, and for a day that is not later, or on which no court sits.
    """
    position_require(record, Position.KEEP)
    held_from = record.spans[0].held_from
    day_happened(ordered_on, at=at, since=held_from, what="The date of the order", field="ordered_on")
    if ordered_on > record.expires_on:
        raise RuleBroken(
            f"The limit ran out on {govuk_date(record.expires_on)}: it can only be extended before",
            field="ordered_on",
        )
    if to <= record.expires_on:
        raise RuleBroken(f"The new day must be after {govuk_date(record.expires_on)}", field="to")
    if is_day_off(to):
        raise RuleBroken("The new day must be a working day", field="to")
    if not reason:
        raise RuleBroken("Enter why the court extended the limit", field="reason")
    CustodyExtension.objects.create(
        limit=record,
        stage=record.stage,
        ordered_on=ordered_on,
        expired_on=record.expires_on,
        expires_on=to,
        reason=reason,
        recorded_at=at,
        recorded_by=by.person,
    )
    _set(record, days_allowed=record.reckoning.allowed_until(to))
    record_date_move(record=record, field="expires_on", to=to, by=by, at=at, reason=reason)
    event_record(
        case=record.case_file, by=by, at=at, route=record.route, verb="custody_extended", subject=record.pk,
        reason=reason,
    )  # fmt: skip


@in_transaction
def custody_bail(*, record: CustodyTimeLimit, by: Actor, at: datetime, released_on: date) -> None:
    """The defendant is released on bail: the limit does not run, and the days served are kept.

    Raises RuleBroken for a day that is to come, or before this custody began.
    """
    position_require(record, Position.KEEP)
    since = record.spans[-1].held_from
    day_happened(released_on, at=at, since=since, what="The date of release", field="released_on")
    record.periods.filter(released_on__isnull=True).update(released_on=released_on)
    reason = f"{record.about}: on {govuk_date(released_on)}."
    record_move(record=record, to=Position.BAILED, by=by, at=at, verb="custody_bailed", reason=reason)
    court_timetable_anchor(case=record.case_file, by=by, at=at)


@in_transaction
def custody_remand(*, record: CustodyTimeLimit, by: Actor, at: datetime, held_from: date) -> None:
    """The defendant is held again: what was served before counts.

    Raises RuleBroken for a day that is to come, or before the last release.
    """
    position_require(record, Position.BAILED)
    released_on = record.spans[-1].released_on
    day_happened(held_from, at=at, since=released_on, what="The first day in custody", field="held_from")
    CustodyPeriod.objects.create(limit=record, held_from=held_from)
    # Read before, without the new one: the open work would say that a rule alone counts the date.
    del record.spans
    expires_on = _expiry(record.reckoning, "held_from")
    reason = _held(record.about, held_from, expires_on)
    record_move(
        record=record,
        to=Position.KEEP,
        by=by,
        at=at,
        verb="custody_resumed",
        reason=reason,
        round=record.round + 1,
        expires_on=expires_on,
    )
    court_timetable_anchor(case=record.case_file, by=by, at=at)


@in_transaction
def custody_limit_end(
    *, record: CustodyTimeLimit, by: Actor, at: datetime, because: str, ended_on: date
) -> None:
    """A person confirms that the limit has ended, and why. Nothing else ends one.

    Raises RuleBroken for a day that is to come, or before custody began.
    """
    position_require(record, Position.KEEP, Position.BAILED)
    since = record.spans[0].held_from
    day_happened(ended_on, at=at, since=since, what="The day on which it ended", field="ended_on")
    reason = f"{record.about}: {Because(because).label}, {govuk_date(ended_on)}."
    record_move(
        record=record,
        to=Position.ENDED,
        by=by,
        at=at,
        verb="custody_limit_ended",
        reason=reason,
        ended_because=because,
        ended_on=ended_on,
    )
    court_timetable_anchor(case=record.case_file, by=by, at=at)


def _held(about: str, held_from: date, expires_on: date) -> str:
    return f"{about}: from {govuk_date(held_from)}. The limit runs out on {govuk_date(expires_on)}."


def _expiry(reckoning: Reckoning, field: str) -> date:
    try:
        return reckoning.expires_on
    except OutsideCalendar:
        raise RuleBroken("The date must be one for which bank holidays are held", field=field) from None


def _set(record: CustodyTimeLimit, **values: object) -> None:
    CustodyTimeLimit.objects.filter(pk=record.pk).update(**values)
    for name, value in values.items():
        setattr(record, name, value)
