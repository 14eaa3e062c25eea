"""Reads of clinic sessions and of what is booked in them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.clinics.models import ClinicBooking, ClinicSession, ClinicSessionQuerySet
from casework.clinics.people import planners
from casework.people.models import User
from casework.people.roles import INVESTIGATING_ROLES, Role, Side

# For how long an officer is still shown that the CPS released their slot.
TOLD_FOR = timedelta(days=14)


def sessions_to_rearrange(user: User, today: date) -> ClinicSessionQuerySet:
    """The sessions to come on days on which their prosecutor is away, of those that the person runs.

    Nothing is moved by itself: whoever runs them decides what becomes of the bookings. No query of its own.
    """
    areas = [actor.organisation for actor in planners(user)]
    standing = ClinicSession.objects.visible_to(user).standing().filter(on__gte=today)
    run = standing.filter(Q(area__in=areas) | Q(prosecutor__in=[user.pk, *user.stands_in_for]))
    return run.away().with_taken().select_related("prosecutor", "force")


def sessions_with_room(case: CaseFile, at: datetime) -> QuerySet[ClinicSession]:
    """The sessions from today on with a slot that the case could have, and how many are taken. Lazy."""
    today = timezone.localdate(at)
    of_case = ClinicSession.objects.standing().filter(force=case.force_id, area=case.area_id, on__gte=today)
    return of_case.with_room().select_related("prosecutor", "force")


def slots_free(session: ClinicSession, at: datetime, but: ClinicBooking | None = None) -> list[datetime]:
    """The slots to come that nobody holds but `but`. One query."""
    taken = session.bookings.standing()
    held = set((taken.exclude(pk=but.pk) if but else taken).values_list("starts_at", flat=True))
    return [slot for slot in session.slots if slot not in held and slot > at]


def bookings_shown(session: ClinicSession, user: User) -> dict[datetime, ClinicBooking | None]:
    """By slot what is booked, or None where the person may not see the case. Two queries."""
    standing = session.bookings.standing()
    seen = list(_visible(standing, user).select_related("request"))
    for booking in seen:
        booking.session = session
    slots: dict[datetime, ClinicBooking | None] = dict.fromkeys(standing.values_list("starts_at", flat=True))
    return slots | {booking.starts_at: booking for booking in seen}


def bookings_released(session: ClinicSession, user: User) -> list[ClinicBooking]:
    """What was released with a session that is not held: whose officers must be told. One query."""
    return list(_visible(session.bookings.filter(cancelled_side=Side.CPS), user))


def _visible(bookings: QuerySet[ClinicBooking], user: User) -> QuerySet[ClinicBooking]:
    """Those for cases that the person may see, with them; of a slot for another nothing is read."""
    seen = bookings.filter(case_file__in=CaseFile.objects.visible_to(user))
    return seen.select_related("case_file__officer_in_case")


def bookings_of_officer(user: User) -> QuerySet[ClinicBooking]:
    """What the person booked, or what is booked for the cases whose officer they are. Lazy.

    Only for cases that they see, and while they work for the police.
    """
    if not user.holds(*INVESTIGATING_ROLES):
        return ClinicBooking.objects.none()
    theirs = Q(booked_by=user.pk) | Q(case_file__officer_in_case=user.pk)
    visible = CaseFile.objects.visible_to(user)
    found = ClinicBooking.objects.filter(theirs, case_file__in=visible)
    return found.select_related("session__prosecutor", "case_file").order_by("starts_at", "pk")


def bookings_current(user: User, at: datetime) -> QuerySet[ClinicBooking]:
    """Of an officer's bookings the open ones, and what the CPS released lately, until booked anew. Lazy."""
    again = ClinicBooking.objects.open().filter(case_file=OuterRef("case_file"))
    released = Q(cancelled_side=Side.CPS, cancelled_at__gte=at - TOLD_FOR) & ~Exists(again)
    is_open = Q(cancelled_at__isnull=True, attended__isnull=True)
    current = bookings_of_officer(user).filter(released | is_open)
    return current.select_related("session__prosecutor", "session__rearranged_from", "case_file")


def attendance_to_record(user: User, at: datetime) -> QuerySet[ClinicBooking]:
    """The slots that have begun in the prosecutor's own sessions, of which nothing is recorded yet. Lazy."""
    if not user.holds(Role.PROSECUTOR):
        return ClinicBooking.objects.none()
    visible = CaseFile.objects.visible_to(user)
    hosted = ClinicBooking.objects.open().filter(session__prosecutor__in=[user.pk, *user.stands_in_for])
    return hosted.filter(starts_at__lte=at, case_file__in=visible).select_related("session", "case_file")


def bookings_to_tell(session: ClinicSession, user: User) -> list[ClinicBooking]:
    """What is booked in a session that is to be cancelled or rearranged, with the officers. One query.

    As far as its cases are there for the person: from one of them they may be kept.
    """
    seen = session.bookings.standing().filter(case_file__in=CaseFile.objects.visible_to(user))
    found = list(seen.select_related("case_file__officer_in_case"))
    for booking in found:
        booking.session = session
    return found
