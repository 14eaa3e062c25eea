"""Eight weekly clinic days in West Midlands, half of them over, with slots that are booked and free."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.db import transaction
from django.utils import timezone

from casework.access.policy import Actor, actor_on
from casework.casefiles.models import CaseFile
from casework.clinics.bookings import clinic_attendance_record, clinic_book
from casework.clinics.models import ClinicBooking, ClinicSession
from casework.clinics.people import planner
from casework.clinics.services import Hours, clinic_plan
from casework.early_advice.models import EarlyAdviceRequest
from casework.people.models import User
from casework.people.roles import Role

FORCE = "20"
PLACE = "Bournville Lane police station"
HOURS = Hours(time(9, 30), time(15, 30), 60)
WEEKS_BACK, WEEKS = 4, 8
TUESDAY = 1
# How many slots are booked in each session, from the first week to the last.
BOOKED = (3, 2, 4, 3, 4, 2, 1, 0)
BOOKED_BEFORE = timedelta(days=4)
OUTCOMES = (("advice_given", True), ("advice_given", True), ("more_needed", True), ("", False))


@transaction.atomic
def clinics_make(today: date) -> None:
    """Plan the days and book slots for the cases that are there. Does nothing where there are any."""
    if ClinicSession.objects.exists():
        return
    booked = _book(_plan(today), today)
    for booking, (outcome, attended) in zip(booked, cycle(OUTCOMES), strict=False):
        _record(booking, outcome, attended)


def _plan(today: date) -> list[ClinicSession]:
    this_week = today - timedelta(days=today.weekday() - TUESDAY)
    first = this_week - timedelta(weeks=WEEKS_BACK - 1)
    by = planner(User.objects.get(username="manager"))
    assert by is not None  # noqa: S101 - the cast has been made
    force = by.organisation.forces.get(code=FORCE)
    return clinic_plan(
        by=by,
        at=_morning(first - timedelta(weeks=2)),
        force=force,
        place=PLACE,
        on=first,
        until=first + timedelta(weeks=WEEKS - 1),
        hours=HOURS,
        prosecutor=User.objects.get(username="prosecutor"),
        remote_possible=True,
    ).sessions


def _book(sessions: list[ClinicSession], today: date) -> list[ClinicBooking]:
    """Book the first slots of each session, each for a case that was registered by then."""
    wanted = EarlyAdviceRequest.objects.exclude(position=EarlyAdviceRequest.Position.NOT_SOUGHT)
    cases = list(
        CaseFile.objects.filter(force__code=FORCE, pk__in=wanted.values("case_file")).order_by("urn")
    )
    booked = []
    for session, number in zip(sessions, BOOKED, strict=False):
        at = _morning(min(session.on - BOOKED_BEFORE, today - timedelta(days=1)))
        for slot in session.slots[:number]:
            if case := next((case for case in cases if case.registered_at < at), None):
                cases.remove(case)
                booked.append(_hold(case, session, slot, at))
    return booked


def _hold(case: CaseFile, session: ClinicSession, slot: datetime, at: datetime) -> ClinicBooking:
    by = actor_on(case, case.officer_in_case, [Role.INVESTIGATOR])
    assert by is not None  # noqa: S101 - officers of the demonstration stay in their roles
    video = slot == session.slots[-1] or session.slots.index(slot) == 1
    return clinic_book(
        case=case,
        by=by,
        at=at,
        session=session,
        starts_at=slot,
        mode=ClinicBooking.Mode.VIDEO if video else ClinicBooking.Mode.STATION,
        note="Which inquiries into third-party material are proportionate.",
        share=True,
    )


def _record(booking: ClinicBooking, outcome: str, attended: bool) -> None:
    """Of the sessions that are over, save the last, the prosecutor has recorded who came."""
    if booking.session.on > timezone.localdate() - timedelta(weeks=1):
        return
    session, case = booking.session, booking.case_file
    by = Actor(session.prosecutor, Role.PROSECUTOR, session.area)
    clinic_attendance_record(
        case=case, by=by, at=booking.ends, booking=booking, attended=attended, outcome=outcome
    )


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 20)))
