"""Cancelling a session, and moving it to another day or another prosecutor, with what was booked in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.clinics.days import Diary
from casework.clinics.models import ClinicBooking, ClinicEvent, ClinicSession
from casework.clinics.services import Hours, prosecutor_locked, session_make
from casework.clinics.trail import BUSY, session_event, session_locked
from casework.database import busy_told, in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.people.models import User
from casework.people.roles import Side

Verb = ClinicEvent.Verb
BOOKED_UNSEEN = (
    "A slot of this session was booked meanwhile, or is for a case that you cannot see. Check the bookings. "
    "If you see none that is new, ask somebody else to do this"
)


@dataclass(frozen=True)
class Rearranged:
    """The session that took the place of another, and the bookings that went along or were released."""

    session: ClinicSession
    moved: list[ClinicBooking]
    released: list[ClinicBooking]


@in_transaction
def clinic_cancel(*, session: ClinicSession, by: Actor, at: datetime, reason: str) -> list[ClinicBooking]:
    """Cancel a session, and release its bookings, which are given back with their cases and officers.

    Raises RuleBroken when it is cancelled already, or somebody attended it.
    """
    current, bookings = _locked(session, by)
    _close(current, by, at, reason, Verb.CANCELLED)
    _release(bookings, by, at, "session_cancelled", reason)
    return bookings


@in_transaction
def clinic_rearrange(
    *,
    session: ClinicSession,
    by: Actor,
    at: datetime,
    on: date,
    prosecutor: User,
    keep_bookings: bool,
    reason: str,
) -> Rearranged:
    """Hold a session on another day or with another prosecutor, at the same place and hours.

    The bookings go along to the same slot, or are released. Raises RuleBroken for the same day and
    prosecutor, for a day that has passed or on which the prosecutor cannot, and as `clinic_cancel`.
    """
    current, bookings = _locked(session, by)
    if (on, prosecutor.pk) == (current.on, current.prosecutor_id):
        raise RuleBroken("Enter another date or select another prosecutor", field="on")
    made = _make_from(current, by, at, on, prosecutor)
    _close(current, by, at, reason, Verb.REARRANGED)
    if not keep_bookings:
        _release(bookings, by, at, "session_cancelled", reason)
        return Rearranged(made, [], bookings)
    _move(bookings, made, made.begins - current.begins, by, at, reason)
    return Rearranged(made, bookings, [])


def _make_from(session: ClinicSession, by: Actor, at: datetime, on: date, prosecutor: User) -> ClinicSession:
    hours = Hours(session.starts_at, session.ends_at, session.slot_minutes)
    if hours.slots(on)[0] <= at:
        raise RuleBroken("The session must begin in the future", field="on")
    prosecutor = prosecutor_locked(prosecutor, session.area_id, at, after=session)
    if why := Diary(prosecutor, [on], but=session).against(on, hours.starts_at, hours.ends_at):
        raise RuleBroken(f"Enter another date or select another prosecutor: {why}", field="on")
    return session_make(
        by=by,
        at=at,
        on=on,
        hours=hours,
        force=session.force,
        place=session.place,
        prosecutor=prosecutor,
        remote_possible=session.remote_possible,
        rearranged_from=session,
    )


def _locked(session: ClinicSession, by: Actor) -> tuple[ClinicSession, list[ClinicBooking]]:
    """The session, which must stand, and what stands in it, under the locks of their cases. Three queries.

    Cases are locked before sessions everywhere, and whoever writes an event of a case holds it. Raises
    RuleBroken where a slot was booked meanwhile, or for a case that is kept from who does it, or somebody
    attended.
    """
    cases = _cases_locked(session, by)
    current = session_locked(session)
    bookings = _bookings_locked(current)
    if any(booking.case_file_id not in cases for booking in bookings):
        raise RuleBroken(BOOKED_UNSEEN)
    for booking in bookings:
        booking.case_file = cases[booking.case_file_id]
    return current, bookings


def _cases_locked(session: ClinicSession, by: Actor) -> dict[UUID, CaseFile]:
    """The cases with a slot in the session that are there for who asks, and their officers, held to the
    transaction's end. One query.

    In the order of keys, so that two who lock the same ones never wait for each other.
    """
    booked = session.bookings.standing().values("case_file")
    rows = CaseFile.objects.select_for_update(of=["self"], no_key=True).filter(pk__in=booked)
    rows = rows.filter(pk__in=CaseFile.objects.visible_to(by.person).values("pk"))
    with busy_told(BUSY):
        return {case.pk: case for case in rows.select_related("officer_in_case").order_by("pk")}


def _bookings_locked(session: ClinicSession) -> list[ClinicBooking]:
    """What stands in a session whose lock is held. Raises RuleBroken where somebody attended."""
    rows = session.bookings.standing().select_for_update(of=["self"], no_key=True)
    with busy_told(BUSY):
        bookings = list(rows.select_related("session"))
    if any(booking.attended is not None for booking in bookings):
        raise RuleBroken("Attendance is recorded for this session, so it stays as it is")
    return bookings


def _close(session: ClinicSession, by: Actor, at: datetime, reason: str, verb: ClinicEvent.Verb) -> None:
    session.cancelled_at, session.cancelled_by, session.cancel_reason = at, by.person, reason
    session.sequence, session.changed_at = session.sequence + 1, at
    session.save()
    session_event(session=session, by=by, at=at, verb=verb, words=reason)


def _release(bookings: list[ClinicBooking], by: Actor, at: datetime, verb: str, reason: str) -> None:
    ClinicBooking.objects.filter(pk__in=[booking.pk for booking in bookings]).update(
        cancelled_at=at,
        cancelled_by=by.person,
        cancelled_side=Side.CPS,
        cancel_reason=reason,
        sequence=F("sequence") + 1,
        changed_at=at,
    )
    for booking in bookings:
        _tell(booking, by, at, verb, f"{booking.slot}. {reason}")


def _move(
    bookings: list[ClinicBooking],
    to: ClinicSession,
    later: timedelta,
    by: Actor,
    at: datetime,
    reason: str,
) -> None:
    for booking in bookings:
        before = booking.slot
        booking.session, booking.starts_at = to, booking.starts_at + later
        booking.sequence, booking.changed_at = booking.sequence + 1, at
        booking.save(update_fields=["session", "starts_at", "sequence", "changed_at"])
        _tell(booking, by, at, "session_moved", f"From {before} to {booking.slot}. {reason}")


def _tell(booking: ClinicBooking, by: Actor, at: datetime, verb: str, words: str) -> None:
    """The case's own log tells its officers what became of the slot."""
    event_record(
        case=booking.case_file, by=by, at=at, route="clinics", verb=verb, subject=booking.pk, reason=words
    )
