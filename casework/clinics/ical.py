"""Somebody's clinic days for a calendar program (RFC 5545): URNs only, no names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, Timezone

from casework.casefiles.models import CaseFile
from casework.clinics.models import ClinicBooking, ClinicSession
from casework.clinics.selectors import bookings_of_officer
from casework.clinics.slots import LONDON
from casework.people.models import User
from casework.people.roles import Role

KIND = "Early advice clinic"
# What is older is of no use in a calendar.
KEPT_FOR = timedelta(days=60)
# The clocks of England and Wales as they have changed since 1996, in the form that every program reads.
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


def calendar_of(user: User, at: datetime) -> bytes:
    """What the person may see now: a prosecutor's sessions and what is booked in them, an officer's bookings.

    What was cancelled is in it as such, so that programs that have it take it out. Up to six queries.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//RASSO Casework//Clinic days//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Early advice clinics")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add_component(Timezone.from_ical(ZONE))
    since = at - KEPT_FOR
    for session in _sessions(user, since):
        calendar.add_component(_session_event(session))
    for booking in _bookings(user, since):
        calendar.add_component(_booking_event(booking))
    return calendar.to_ical()


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
