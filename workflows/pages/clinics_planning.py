"""Planning, changing, cancelling and rearranging clinic sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from casework.access.policy import Actor
from casework.clinics.forms import CancelSessionForm, HoursForm, PlanForm, RearrangeForm
from casework.clinics.models import ClinicBooking, ClinicSession
from casework.clinics.people import planner, runs
from casework.clinics.rearranging import clinic_cancel, clinic_rearrange
from casework.clinics.selectors import bookings_to_tell
from casework.clinics.services import Planned, clinic_change, clinic_plan
from casework.numbers import whole_number
from casework.pages.answers import sent
from casework.pages.dates import govuk_date
from casework.people.request import SignedInRequest
from workflows.pages.clinics import session_for, session_href
from workflows.pages.clinics_forms import attempt


@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest) -> HttpResponse:
    by = planner(request.user)
    if by is None:
        raise PermissionDenied
    form = PlanForm(sent(request), area=by.organisation, initial={"slot_minutes": 60, "repeat": "once"})

    def planned() -> HttpResponse:
        made = clinic_plan(by=by, at=timezone.now(), **form.arguments())
        tell_planned(request, made)
        return redirect(session_href(made.sessions[0]) if len(made.sessions) == 1 else "clinics")

    words: dict[str, Any] = {
        "title": "Plan a clinic",
        "submit": "Plan the clinic",
        "back_href": reverse("clinics"),
    }
    return answer(request, form, planned, template="pages/form.html", **words)


def tell_planned(request: SignedInRequest, planned: Planned) -> None:
    number = len(planned.sessions)
    messages.success(request, f"{number} session{'' if number == 1 else 's'} planned.")
    if planned.left_out:
        days = "; ".join(f"{govuk_date(day.on)}, {day.why}" for day in planned.left_out)
        messages.info(request, f"These days are left out: {days}.")


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, session: UUID) -> HttpResponse:
    found, by = run_by(request, session)
    names = ("place", "starts_at", "ends_at", "slot_minutes", "remote_possible")
    form = HoursForm(sent(request), initial={name: getattr(found, name) for name in names})

    def changed() -> HttpResponse:
        seen = whole_number(request.POST.get("seen", ""))
        at_seen = -1 if seen is None else seen
        clinic_change(session=found, by=by, at=timezone.now(), seen=at_seen, **form.arguments())
        messages.success(request, "Session changed.")
        return redirect(session_href(found))

    words = {"title": "Change the session", "submit": "Save the changes"}
    return answer(request, form, changed, session=found, template="workflows/clinic_change.html", **words)


@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, session: UUID) -> HttpResponse:
    found, by = run_by(request, session)
    form = CancelSessionForm(sent(request), auto_id="%s")

    def cancelled() -> HttpResponse:
        released = clinic_cancel(session=found, by=by, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"Session cancelled. {to_tell(released)}")
        return redirect(session_href(found))

    words = {
        "title": "Cancel the session",
        "submit": "Cancel the session",
        "button_classes": "govuk-button--warning",
    }
    return answer(
        request, form, cancelled, session=found, bookings=bookings_to_tell(found, request.user), **words
    )


@require_http_methods(["GET", "POST"])
def rearrange(request: SignedInRequest, session: UUID) -> HttpResponse:
    found, by = run_by(request, session)
    bookings = bookings_to_tell(found, request.user)
    form = RearrangeForm(sent(request), session=found, booked=bool(bookings))

    def rearranged() -> HttpResponse:
        done = clinic_rearrange(session=found, by=by, at=timezone.now(), **form.arguments())
        messages.success(request, f"Session rearranged. {to_tell(done.moved or done.released)}")
        return redirect(session_href(found if done.released else done.session))

    words = {"title": "Rearrange the session", "submit": "Rearrange the session"}
    return answer(request, form, rearranged, session=found, bookings=bookings, **words)


def to_tell(bookings: list[ClinicBooking]) -> str:
    """Which officers have to know, by rank and name, each with their case."""
    if not bookings:
        return "Nobody had booked."
    officers = [f"{each.case_file.officer_in_case.signature} ({each.case_file.urn})" for each in bookings]
    return f"Tell the officers: {', '.join(officers)}. Each case's activity says it too."


def run_by(request: SignedInRequest, key: UUID) -> tuple[ClinicSession, Actor]:
    """The session with the person in the role in which they run it: 404 for an outsider, 403 for others."""
    found = session_for(request.user, key)
    by = runs(found, request.user)
    if by is None:
        raise PermissionDenied
    return found, by


def answer(
    request: SignedInRequest,
    form: forms.Form,
    verb: Callable[[], HttpResponse],
    *,
    session: ClinicSession | None = None,
    template: str = "workflows/clinic_release.html",
    **context: Any,
) -> HttpResponse:
    """One form, one verb: what it gives, or the page again with why it was not done."""
    if session and session.cancelled_at:
        messages.info(request, "This session has been cancelled already.")
        return redirect(session_href(session))
    done, status = attempt(form, verb)
    if done is not None:
        return done
    if session:
        context |= {"session": session, "caption": str(session), "back_href": session_href(session)}
    return render(request, template, {"form": form, **context}, status=status)
