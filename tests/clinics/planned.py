"""Sessions and bookings for the tests, made by the verbs on fixed days of 2027."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.utils import timezone

from casework.access.policy import Actor, actor_on
from casework.casefiles.models import CaseFile
from casework.clinics.bookings import clinic_book
from casework.clinics.models import ClinicBooking, ClinicSession
from casework.clinics.services import Hours, Planned, clinic_plan
from casework.deadlines.calendar import working_days_after
from casework.people.roles import Role
from tests.cast import Cast, person

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
# A Tuesday without a bank holiday near it.
TUESDAY = date(2027, 1, 12)
HOURS = Hours(time(9, 30), time(12), 45)


def manager(cast: Cast) -> Actor:
    return Actor(cast.manager, Role.PROSECUTION_MANAGER, cast.area)


def planned(cast: Cast, **changes) -> Planned:
    details = {
        "by": manager(cast),
        "at": NOW,
        "force": cast.force,
        "place": "Lloyd House",
        "on": TUESDAY,
        "hours": HOURS,
        "prosecutor": cast.prosecutor,
        "remote_possible": True,
    }
    return clinic_plan(**{**details, **changes})


def session_of(cast: Cast, **changes) -> ClinicSession:
    return planned(cast, **changes).sessions[0]


def book(drive, case: CaseFile, session: ClinicSession, slot: int = 0, **changes) -> ClinicBooking:
    details = {
        "case": case,
        "by": actor_on(case, drive.cast.investigator, [Role.INVESTIGATOR]),
        "at": NOW,
        "session": session,
        "starts_at": session.slots[slot],
        "mode": "station",
        "share": True,
    }
    return clinic_book(**{**details, **changes})


def booked_soon(drive, days: int = 5) -> ClinicBooking:
    """A slot so many working days from today, for a case of its own."""
    now, on = timezone.now(), working_days_after(timezone.localdate(), days)
    return book(drive, drive.case(), session_of(drive.cast, at=now, on=on), at=now)


def second_prosecutor(cast: Cast):
    return person("prosecutor2", Role.PROSECUTOR, cast.area)
