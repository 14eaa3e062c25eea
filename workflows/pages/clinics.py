"""Clinic days: the sessions by week, and one session with its slots."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.clinics.figures import monday_of
from casework.clinics.models import ClinicSession
from casework.clinics.people import BOOKERS, planner, runs
from casework.clinics.selectors import (
    attendance_to_record,
    bookings_current,
    bookings_released,
    bookings_shown,
    sessions_to_rearrange,
)
from casework.pages.dates import govuk_day
from casework.people.models import User
from casework.people.request import SignedInRequest
from workflows.pages.clinics_calendar import may_have
from workflows.pages.clinics_figures import READS_FIGURES
from workflows.pages.clinics_filters import ClinicFilters
from workflows.pages.middleware import READING_ROLES

PER_PAGE = 25


@require_safe
def clinics(request: SignedInRequest) -> HttpResponse:
    """The sessions of the person's force or area by week. The queries do not grow with the rows."""
    user, now = request.user, timezone.now()
    if not user.holds(*READING_ROLES):
        raise PermissionDenied
    today = timezone.localdate(now)
    filters = ClinicFilters(request.GET, user, today)
    sessions = filters.sessions().select_related("prosecutor", "force")
    page = Paginator(sessions, PER_PAGE).get_page(request.GET.get("page"))
    away = list(sessions_to_rearrange(user, today))
    rest = request.GET.copy()
    rest.pop("page", None)
    context = {
        "title": f"Clinics ({page.paginator.count})",
        "page": page,
        "groups": by_week(page.object_list, {session.pk for session in away}),
        "filters": filters,
        "query": rest.urlencode(),
        "away": [session_item(session) for session in away],
        "bookings": list(bookings_current(user, now)),
        "now": now,
        "to_record": list(attendance_to_record(user, now)),
        "plans": planner(user) is not None,
        "has_feed": may_have(user, "person"),
        "counts": user.holds(*READS_FIGURES),
    }
    return render(request, "workflows/clinics.html", context)


def by_week(sessions: Iterable[ClinicSession], away: set[UUID]) -> list[dict[str, object]]:
    """The sessions under their weeks, in the order that they came in."""
    return [
        {
            "title": f"Week of {govuk_day(monday)}",
            "id": f"week-{monday.isoformat()}",
            "items": [session_item(session, session.pk in away) for session in together],
        }
        for monday, together in groupby(sessions, key=lambda session: monday_of(session.on))
    ]


def session_item(session: ClinicSession, away: bool = False) -> dict[str, object]:
    """One session as the lists show it. Reads its prosecutor and force, and how many slots are taken."""
    taken: int = session.taken  # type: ignore[attr-defined]
    status = "Cancelled" if session.cancelled_at else "Prosecutor away: rearrange" if away else ""
    return {
        "title": f"{govuk_day(session.on)}, {session.times}",
        "context": session.place,
        "href": session_href(session),
        "status": status,
        "facts": [
            ("Free slots", f"{session.capacity - taken} of {session.capacity}"),
            ("Prosecutor", session.prosecutor.signature),
            ("By video", "possible" if session.remote_possible else "not possible"),
            ("Force", session.force.name),
        ],
    }


@require_safe
def clinic(request: SignedInRequest, session: UUID) -> HttpResponse:
    """A session: its slots, free and taken; the case of a taken one only for who may see it."""
    user, now, found = request.user, timezone.now(), session_for(request.user, session)
    may_run = runs(found, user) is not None
    slots = slots_of(found, user, now, may_run)
    events = found.events.select_related("actor", "on_behalf_of")
    context = {
        "title": f"Clinic on {govuk_day(found.on)}",
        "session": found,
        "slots": slots,
        "may_run": may_run and found.cancelled_at is None,
        "begun": found.begins <= now,
        "away": found.on >= timezone.localdate(now)
        and sessions_to_rearrange(user, found.on).filter(pk=found.pk).exists(),
        "may_book": may_book(found, user) and any(slot["free"] for slot in slots),
        "released": bookings_released(found, user) if found.cancelled_at else [],
        "instead": ClinicSession.objects.filter(rearranged_from=found).first(),
        "events": [
            {"title": event.get_verb_display(), "by": event.done_by, "at": event.at, "text": event.words}
            for event in events
        ],
    }
    return render(request, "workflows/clinic.html", context)


def slots_of(session: ClinicSession, user: User, now: datetime, may_run: bool) -> list[dict[str, object]]:
    """Each slot with what the person may know of it. Two queries."""
    booked = bookings_shown(session, user)
    length = timedelta(minutes=session.slot_minutes)
    return [
        {
            "begins": slot,
            "ends": slot + length,
            "taken": slot in booked,
            "free": slot not in booked and slot > now and session.cancelled_at is None,
            "booking": booked.get(slot),
            "record": may_run and slot <= now,
        }
        for slot in session.slots
    ]


def session_for(user: User, key: UUID) -> ClinicSession:
    """The session, or 404: for an outsider it does not exist. One query, and that of the person's roles."""
    found = ClinicSession.objects.visible_to(user).filter(pk=key)
    session = found.select_related("prosecutor", "force", "area", "cancelled_by", "rearranged_from").first()
    if session is None:
        raise Http404
    return session


def may_book(session: ClinicSession, user: User) -> bool:
    """Whether the person works for the police force of the session. No query of its own."""
    return any(
        held.role in BOOKERS and held.organisation_id == session.force_id for held in user.memberships_held
    )


def session_href(session: ClinicSession) -> str:
    return reverse("clinic", kwargs={"session": session.pk})
