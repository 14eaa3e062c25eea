"""Planning clinic sessions, and changing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from casework.access.policy import Actor
from casework.clinics.days import Diary, LeftOut, weekly
from casework.clinics.models import LONGEST, SHORTEST, ClinicBooking, ClinicEvent, ClinicSession
from casework.clinics.people import prosecutes_in
from casework.clinics.slots import moment, slots_between
from casework.clinics.trail import BUSY, session_event, session_locked
from casework.database import busy_told, in_transaction
from casework.errors import RuleBroken
from casework.organisations.models import Organisation
from casework.pages.dates import govuk_time
from casework.people.models import User

Verb = ClinicEvent.Verb


@dataclass(frozen=True)
class Hours:
    """From when to when a session lasts, by the clocks of England and Wales, and how long a slot is."""

    starts_at: time
    ends_at: time
    slot_minutes: int

    def slots(self, on: date) -> list[datetime]:
        """When each slot begins on the day. Raises RuleBroken where there would be none."""
        if not SHORTEST <= self.slot_minutes <= LONGEST:
            message = f"The length of a slot must be between {SHORTEST} and {LONGEST} minutes"
            raise RuleBroken(message, field="slot_minutes")
        if self.ends_at <= self.starts_at:
            raise RuleBroken("The session must end after it begins", field="ends_at")
        slots = slots_between(moment(on, self.starts_at), moment(on, self.ends_at), self.slot_minutes)
        if not slots:
            raise RuleBroken("The session must be long enough for a slot", field="ends_at")
        return slots


@dataclass(frozen=True)
class Planned:
    """The sessions that were planned, and the days of the series that were left out."""

    sessions: list[ClinicSession]
    left_out: list[LeftOut]


@in_transaction
def clinic_plan(
    *,
    by: Actor,
    at: datetime,
    force: Organisation,
    place: str,
    on: date,
    hours: Hours,
    prosecutor: User,
    remote_possible: bool,
    until: date | None = None,
) -> Planned:
    """Plan a session on a day, or on that day of each week until another.

    Of a series, days are left out that are bank holidays, on which the prosecutor is away, or on
    which they have another session at these times. Raises RuleBroken where that leaves none, for a
    force or a prosecutor of another area, and for hours that have passed or make no slot.
    """
    _of_the_area(by.organisation, force)
    days = weekly(on, until) if until else [on]
    _to_come(hours.slots(on)[0], at)
    prosecutor = prosecutor_locked(prosecutor, by.organisation, at)
    diary = Diary(prosecutor, days)
    against = {day: diary.against(day, hours.starts_at, hours.ends_at) for day in days}
    if all(against.values()):
        raise RuleBroken(f"Enter another date: {against[on]}", field="on")
    details: dict[str, Any] = {
        "force": force,
        "place": place,
        "prosecutor": prosecutor,
        "remote_possible": remote_possible,
    }
    sessions = [
        session_make(by=by, at=at, on=day, hours=hours, **details) for day in days if not against[day]
    ]
    return Planned(sessions, [LeftOut(day, why) for day, why in against.items() if why])


def session_make(
    *,
    by: Actor,
    at: datetime,
    on: date,
    hours: Hours,
    force: Organisation,
    place: str,
    prosecutor: User,
    remote_possible: bool,
    rearranged_from: ClinicSession | None = None,
) -> ClinicSession:
    """Write a session and the beginning of its trail, in the transaction of the caller. Two queries."""
    session = ClinicSession.objects.create(
        area=by.organisation,
        force=force,
        place=place,
        on=on,
        starts_at=hours.starts_at,
        ends_at=hours.ends_at,
        slot_minutes=hours.slot_minutes,
        capacity=len(hours.slots(on)),
        prosecutor=prosecutor,
        remote_possible=remote_possible,
        rearranged_from=rearranged_from,
        changed_at=at,
    )
    verb = Verb.REARRANGED_FROM if rearranged_from else Verb.PLANNED
    session_event(session=session, by=by, at=at, verb=verb)
    return session


@in_transaction
def clinic_change(
    *,
    session: ClinicSession,
    by: Actor,
    at: datetime,
    seen: int,
    place: str,
    hours: Hours,
    remote_possible: bool,
) -> None:
    """Change where a session is held and its hours; its day and its prosecutor are changed by rearranging.

    `seen` is the sequence of the session as it was shown. Raises RuleBroken when it was changed
    since, has begun, or holds bookings for which the new hours have no slot.
    """
    current = session_locked(session)
    if current.sequence != seen:
        raise RuleBroken("Someone changed this session since you opened the page. Check it, then save again")
    slots = hours.slots(current.on)
    _to_come(current.begins, at)
    _to_come(slots[0], at, field="starts_at")
    _bookings_fit(current, slots, remote_possible)
    prosecutor = prosecutor_locked(current.prosecutor, current.area_id, at)
    diary = Diary(prosecutor, [current.on], but=current)
    if diary.is_full(current.on, hours.starts_at, hours.ends_at):
        raise RuleBroken("The prosecutor has another session at these times", field="starts_at")
    before = _described(current)
    current.place, current.remote_possible = place, remote_possible
    current.starts_at, current.ends_at = hours.starts_at, hours.ends_at
    current.slot_minutes, current.capacity = hours.slot_minutes, len(slots)
    session_save(current, at)
    session_event(session=current, by=by, at=at, verb=Verb.CHANGED, words=f"Before: {before}")


def session_save(session: ClinicSession, at: datetime) -> None:
    """Save a session that was changed under its lock; its bookings are changed with it. Two queries."""
    session.sequence, session.changed_at = session.sequence + 1, at
    session.save()
    for booking in session.bookings.open():
        booking.sequence, booking.changed_at = booking.sequence + 1, at
        booking.save(update_fields=["sequence", "changed_at"])


def prosecutor_locked(
    person: User, area: Organisation | int, at: datetime, *, after: ClinicSession | None = None
) -> User:
    """The prosecutor under a lock, so that no two sessions of theirs overlap. Two queries.

    With whoever holds the session that they take over, in the order of keys: of two who change places
    neither waits for the other. Raises RuleBroken for somebody who is no prosecutor of the area.
    """
    keys = {person.pk, after.prosecutor_id} if after else {person.pk}
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    with busy_told(BUSY):
        current = {each.pk: each for each in rows}[person.pk]
    if not prosecutes_in(current, area, timezone.localdate(at)):
        raise RuleBroken("Select a prosecutor of the area", field="prosecutor")
    return current


def _of_the_area(area: Organisation, force: Organisation) -> None:
    if force.area_id != area.pk:
        raise RuleBroken("Select a force of your area", field="force")


def _to_come(moment: datetime, at: datetime, field: str = "on") -> None:
    if moment <= at:
        raise RuleBroken("The session must begin in the future", field=field)


def _bookings_fit(session: ClinicSession, slots: list[datetime], remote_possible: bool) -> None:
    for booking in session.bookings.standing():
        if booking.starts_at not in slots:
            message = f"The slot at {govuk_time(booking.starts_at)} is booked. Keep a slot that begins then"
            raise RuleBroken(message, field="starts_at")
        if booking.mode == ClinicBooking.Mode.VIDEO and not remote_possible:
            message = f"The slot at {govuk_time(booking.starts_at)} is booked by video. Keep video possible"
            raise RuleBroken(message, field="remote_possible")


def _described(session: ClinicSession) -> str:
    video = "video possible" if session.remote_possible else "at the station only"
    return f"{session.place}, {session.times}, slots of {session.slot_minutes} minutes, {video}"
