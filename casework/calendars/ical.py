"""A calendar for a calendar program (RFC 5545): URN and kind only, no names and no places of people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone
from icalendar import Calendar, Event, Timezone

from casework.calendars.selectors import (
    hearings_of_person,
    hearings_of_team,
    work_of_person,
    work_of_team,
)
from casework.clinics.ical import clinic_events
from casework.clinics.slots import LONDON
from casework.hearings.models import Hearing
from casework.obligations.models import Obligation
from casework.people.models import User

# What is older is of no use in a calendar.
KEPT_FOR = timedelta(days=60)
ONE_DAY = timedelta(days=1)
# A court says when a hearing begins, and not how long it lasts.
HEARING_LASTS = timedelta(hours=1)
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
    """A person's clinic days, the hearings of their cases and their own dated work, as they may see them now.

    What was cancelled or vacated is in it as such, so that programs that have it take it out. Up to eight
    queries.
    """
    since = at - KEPT_FOR
    first = timezone.localdate(since)
    events = [
        *clinic_events(user, since),
        *_hearings(hearings_of_person(user, first)),
        *_work(work_of_person(user, first)),
    ]
    return _calendar("Casework", events)


def team_calendar_of(user: User, at: datetime) -> bytes:
    """The dated work of the pools that somebody leads, and the hearings of its cases. Up to three queries."""
    first = timezone.localdate(at - KEPT_FOR)
    events = [*_hearings(hearings_of_team(user, first)), *_work(work_of_team(user, first))]
    return _calendar("Casework of the team", events)


def _calendar(name: str, events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//RASSO Casework//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add_component(Timezone.from_ical(ZONE))
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def _hearings(hearings: Iterable[Hearing]) -> Iterator[Event]:
    for hearing in hearings:
        begins: date = hearing.on
        ends: date = hearing.last_day + ONE_DAY
        if hearing.starts_at:
            begins = datetime.combine(hearing.on, hearing.starts_at, tzinfo=LONDON)
            ends = begins + HEARING_LASTS
        vacated = hearing.position == Hearing.Position.VACATED
        yield _event(
            uid=hearing.pk,
            summary=f"{hearing.get_kind_display()} {hearing.case_file.urn}",
            dtstart=begins,
            dtend=ends,
            changed_at=hearing.moved_at,
            sequence=int(vacated),
            status="CANCELLED" if vacated else "CONFIRMED",
        )


def _work(work: Iterable[Obligation]) -> Iterator[Event]:
    """Each on the day by which it is to be done. It leaves no slot of the day taken."""
    for owed in work:
        yield _event(
            uid=f"work-{owed.pk}",
            summary=f"{owed.title} {owed.case_file.urn}",
            dtstart=owed.due_on,
            dtend=owed.due_on + ONE_DAY,  # type: ignore[operator]  # only dated work is in a calendar
            changed_at=owed.opened_at,
            transp="TRANSPARENT",
        )


def _event(*, changed_at: datetime, **values: Any) -> Event:
    event, stamped = Event(), changed_at.astimezone(UTC)
    for name, value in {**values, "dtstamp": stamped, "class": "PRIVATE"}.items():
        event.add(name, str(value) if name == "uid" else value)
    return event
