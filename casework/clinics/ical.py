"""Somebody's clinic days as entries of their calendar: URNs only, no names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from icalendar import Event

from casework.casefiles.models import CaseFile
from casework.clinics.models import ClinicBooking, ClinicSession
from casework.clinics.selectors import bookings_of_officer
from casework.clinics.slots import LONDON
from casework.people.models import User
from casework.people.roles import Role

KIND = "Early advice clinic"


def clinic_events(user: User, since: datetime) -> Iterator[Event]:
    """A prosecutor's sessions and what is booked in them, an officer's bookings, as they may see them now.

    What was cancelled is in it as such. Up to six queries.
    """
    for session in _sessions(user, since):
        yield _session_event(session)
    for booking in _bookings(user, since):
        yield _booking_event(booking)


def _sessions(user: User, since: datetime) -> list[ClinicSession]:
    if not user.holds(Role.PROSECUTOR):
        return []
    return list(ClinicSession.objects.visible_to(user).filter(prosecutor=user, on__gte=since.date()))


def _bookings(user: User, since: datetime) -> list[ClinicBooking]:
    found = {booking.pk: booking for booking in bookings_of_officer(user).filter(starts_at__gte=since)}
    if user.holds(Role.PROSECUTOR):
        hosted = ClinicBooking.objects.filter(session__prosecutor=user, starts_at__gte=since)
        hosted = hosted.filter(case_file__in=CaseFile.objects.visible_to(user))
        found |= {booking.pk: booking for booking in hosted.select_related("session", "case_file")}
    return list(found.values())


def _session_event(session: ClinicSession) -> Event:
    return _event(session, KIND, session.begins, session.ends, session.place)


def _booking_event(booking: ClinicBooking) -> Event:
    place = booking.session.place if booking.mode == ClinicBooking.Mode.STATION else "By video"
    return _event(booking, f"{KIND} {booking.case_file.urn}", booking.starts_at, booking.ends, place)


def _event(
    row: ClinicSession | ClinicBooking, summary: str, begins: datetime, ends: datetime, place: str
) -> Event:
    event = Event()
    values: dict[str, Any] = {
        "uid": str(row.pk),
        "summary": summary,
        "dtstart": begins.astimezone(LONDON),
        "dtend": ends.astimezone(LONDON),
        "dtstamp": row.changed_at.astimezone(UTC),
        "last-modified": row.changed_at.astimezone(UTC),
        "location": place,
        "class": "PRIVATE",
        "sequence": row.sequence,
        "status": "CANCELLED" if row.cancelled_at else "CONFIRMED",
    }
    for name, value in values.items():
        event.add(name, value)
    return event
