"""Holding a slot of a clinic for a case.

A slot can be booked before the early advice request is sent: the day is planned while the request is
written. The prosecutor who prepares for the slot must see the case, so a booking shows it to the CPS as
sending the request would (docs/decisions/0004); whoever books has to say that they know.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.casefiles.sharing import case_share_with_cps
from casework.clinics.models import ClinicBooking, ClinicSession
from casework.clinics.people import runs
from casework.clinics.trail import session_locked, sessions_locked
from casework.database import in_transaction
from casework.early_advice.models import EarlyAdviceRequest
from casework.errors import Overtaken, RuleBroken
from casework.events.services import event_record
from casework.people.roles import Side
from casework.police_outcomes.guards import case_not_ended

Position = EarlyAdviceRequest.Position


class SlotTaken(Overtaken):
    """Somebody else booked the slot first."""

    def __init__(self) -> None:
        RuleBroken.__init__(self, "This slot has been taken meanwhile. Choose another", field="slot")


@in_transaction
def clinic_book(
    *,
    case: CaseFile,
    by: Actor,
    at: datetime,
    session: ClinicSession,
    starts_at: datetime,
    mode: str,
    note: str = "",
    share: bool = False,
) -> ClinicBooking:
    """Hold a slot for a case. `share` says that the CPS may see the case from now on, if it does not yet.

    Raises SlotTaken when somebody was first, and RuleBroken for a case without an early advice
    request that is wanted, one that holds a slot already, and a slot that is not to be had.
    """
    case = CaseFile.objects.select_for_update(of=["self"], no_key=True).get(pk=case.pk)
    request = _request_of(case)
    if held := open_booking(case):
        raise RuleBroken(f"This case holds a slot already: {held.slot}. Change or cancel that one")
    _slot_allowed(session_locked(session), case, starts_at, mode, at)
    _shared(case, share, at)
    booking = ClinicBooking.objects.create(
        session=session,
        starts_at=starts_at,
        case_file=case,
        request=request,
        follow_up=_advised(case, at),
        mode=mode,
        note=note,
        booked_by=by.person,
        booked_at=at,
        changed_at=at,
    )
    _event(booking, by, at, "booked", _words(booking))
    return booking


@in_transaction
def clinic_rebook(
    *,
    case: CaseFile,
    by: Actor,
    at: datetime,
    booking: ClinicBooking,
    session: ClinicSession,
    starts_at: datetime,
    mode: str,
    note: str = "",
) -> ClinicBooking:
    """Change the slot that a case holds for another, of the same session or another one.

    Raises Overtaken when it holds it no longer, and as `clinic_book` does.
    """
    target, current = _locked_for_change(booking, session)
    _still_to_come(current, at)
    _request_of(case)
    _slot_allowed(target, case, starts_at, mode, at, but=current)
    before = current.slot
    current.session, current.starts_at, current.mode, current.note = target, starts_at, mode, note
    _save(current, at, "session", "starts_at", "mode", "note")
    _event(current, by, at, "rebooked", f"From {before} to {_words(current)}")
    return current


@in_transaction
def clinic_booking_cancel(
    *, case: CaseFile, by: Actor, at: datetime, booking: ClinicBooking, reason: str
) -> None:
    """Give the slot back. Raises Overtaken when it is not held any more, RuleBroken once it has begun."""
    _, current = _locked_for_change(booking, booking.session)
    _still_to_come(current, at)
    current.cancelled_at, current.cancelled_by, current.cancelled_side = at, by.person, Side.POLICE
    current.cancel_reason = reason
    _save(current, at, "cancelled_at", "cancelled_by", "cancelled_side", "cancel_reason")
    _event(current, by, at, "booking_cancelled", f"{current.slot}. {reason}")


def clinic_slot_release(*, case: CaseFile, by: Actor, at: datetime, reason: str) -> None:
    """Give back the slot to come that a case holds, if any, once early advice is not wanted any more.

    In the transaction of the caller. One query, and those of `clinic_booking_cancel`.
    """
    booking = open_booking(case)
    if booking and booking.starts_at > at:
        clinic_booking_cancel(case=case, by=by, at=at, booking=booking, reason=reason)


@in_transaction
def clinic_attendance_record(
    *, case: CaseFile, by: Actor, at: datetime, booking: ClinicBooking, attended: bool, outcome: str = ""
) -> None:
    """Record whether the officers came to the slot, and what came of it; recorded again, it is put right.

    Raises RuleBroken for somebody whose session it is not, before the slot, and for what was
    attended without an outcome; Overtaken when the booking was cancelled.
    """
    current = _booking_locked(booking)
    host = runs(current.session, by.person)
    if host is None:
        raise RuleBroken("Only the prosecutor of the session, or who leads them, can record this")
    if current.starts_at > at:
        raise RuleBroken("This can be recorded from when the slot begins")
    if attended and not outcome:
        raise RuleBroken("Select what came of it", field="outcome")
    current.attended, current.outcome = attended, outcome if attended else ""
    _save(current, at, "attended", "outcome")
    by = replace(by, on_behalf_of=host.on_behalf_of)
    words = f"{current.slot}. {current.get_outcome_display()}" if attended else current.slot
    _event(current, by, at, "attended" if attended else "not_attended", words)


def open_booking(case: CaseFile) -> ClinicBooking | None:
    """The slot that the case holds, or None. One query."""
    return ClinicBooking.objects.open().filter(case_file=case).select_related("session__prosecutor").first()


def _request_of(case: CaseFile) -> EarlyAdviceRequest:
    """The request that the slot is for. Raises RuleBroken where early advice, or the case, is over."""
    case_not_ended(case)
    request = EarlyAdviceRequest.objects.filter(case_file=case).order_by("-opened_at").first()
    if request is None or request.withdrawn_at or request.position == Position.NOT_SOUGHT:
        raise RuleBroken("Early advice is not sought in this case, so no clinic slot can be booked")
    return request


def _advised(case: CaseFile, at: datetime) -> bool:
    """Whether advice had been given by the moment. One query."""
    return case.events.filter(route=EarlyAdviceRequest.route, verb="advised", at__lte=at).exists()


def _slot_allowed(
    session: ClinicSession,
    case: CaseFile,
    starts_at: datetime,
    mode: str,
    at: datetime,
    but: ClinicBooking | None = None,
) -> None:
    """The slot of a session whose lock is held can be had for the case. One query."""
    if (session.force_id, session.area_id) != (case.force_id, case.area_id):
        raise RuleBroken("Choose a session of the force and the area of the case")
    if starts_at not in session.slots:
        raise RuleBroken("The slots of this session have changed meanwhile. Choose another", field="slot")
    if starts_at <= at:
        raise RuleBroken("Choose a slot that begins in the future", field="slot")
    if mode == ClinicBooking.Mode.VIDEO and not session.remote_possible:
        raise RuleBroken("This session is held at the station only", field="mode")
    taken = session.bookings.standing().filter(starts_at=starts_at)
    if (taken.exclude(pk=but.pk) if but else taken).exists():
        raise SlotTaken


def _shared(case: CaseFile, share: bool, at: datetime) -> None:
    if case.shared_with_cps_at is None and not share:
        raise RuleBroken("Confirm that the CPS may see the case from now on", field="share")
    case_share_with_cps(case=case, at=at)


def _locked_for_change(booking: ClinicBooking, session: ClinicSession) -> tuple[ClinicSession, ClinicBooking]:
    """The session that is wanted, which must stand, and the booking, both under their locks.

    Sessions are locked before bookings everywhere. Raises Overtaken when the booking is not held
    any more, or went to another session meanwhile. Two queries.
    """
    target = sessions_locked([booking.session_id, session.pk])[session.pk]
    if target.cancelled_at:
        raise RuleBroken("This session has been cancelled meanwhile. Choose another")
    current = _booking_locked(booking)
    if not current.is_open or current.session_id != booking.session_id:
        raise Overtaken
    return target, current


def _booking_locked(booking: ClinicBooking) -> ClinicBooking:
    rows = ClinicBooking.objects.standing().select_for_update(of=["self"], no_key=True)
    current = rows.filter(pk=booking.pk).select_related("session__prosecutor", "case_file").first()
    if current is None:
        raise Overtaken
    return current


def _still_to_come(booking: ClinicBooking, at: datetime) -> None:
    if booking.starts_at <= at:
        raise RuleBroken("This slot has begun. The prosecutor records whether it was attended")


def _save(booking: ClinicBooking, at: datetime, *fields: str) -> None:
    booking.sequence, booking.changed_at = booking.sequence + 1, at
    booking.save(update_fields=[*fields, "sequence", "changed_at"])


def _words(booking: ClinicBooking) -> str:
    return f"{booking.slot}, {booking.get_mode_display().lower()}"


def _event(booking: ClinicBooking, by: Actor, at: datetime, verb: str, words: str) -> None:
    event_record(
        case=booking.case_file, by=by, at=at, route="clinics", verb=verb, subject=booking.pk, reason=words
    )
