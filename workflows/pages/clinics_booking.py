"""Booking a clinic slot for a case, changing it, giving it back, and recording who came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.policy import actor_on, get_case_for
from casework.casefiles.models import CaseFile, urn_normalised
from casework.clinics import bookings
from casework.clinics.bookings import open_booking
from casework.clinics.forms import AttendanceForm, BookForm, CancelBookingForm, UrnForm
from casework.clinics.models import ClinicBooking, ClinicSession
from casework.clinics.people import BOOKERS, HOSTS, runs
from casework.clinics.selectors import sessions_with_room, slots_free
from casework.errors import RuleBroken
from casework.events.models import Event
from casework.pages.answers import form_page, sent
from casework.people.request import SignedInRequest
from casework.people.roles import Role
from workflows.engine import work
from workflows.pages.case import case_context
from workflows.pages.clinics import may_book, session_for, session_href, session_item
from workflows.pages.clinics_forms import attempt
from workflows.pages.seen import key_of, last_of, seen_in, unless_overtaken
from workflows.pages.unsent import typed_again

PER_PAGE = 25


@require_http_methods(["GET", "POST"])
def for_which_case(request: SignedInRequest, session: UUID) -> HttpResponse:
    """From a session to the case for which a slot of it is booked, by its URN."""
    found = session_for(request.user, session)
    if not may_book(found, request.user):
        raise PermissionDenied
    form = UrnForm(sent(request), auto_id="%s")
    if form.is_valid():
        urn = urn_normalised(form.cleaned_data["urn"])
        cases = CaseFile.objects.visible_to(request.user).filter(force=found.force_id, urn=urn)
        if cases.exists():
            return redirect("clinic_book", urn=urn, session=found.pk)
        form.add_error("urn", "Enter the URN of a case of yours")
    return form_page(request, form, title="For which case?", submit="Continue", back_href=session_href(found))


@require_safe
def choose(request: SignedInRequest, urn: str) -> HttpResponse:
    """The sessions at which the case could have a slot."""
    case, now = case_for(request, urn, BOOKERS), timezone.now()
    page = Paginator(sessions_with_room(case, now), PER_PAGE).get_page(request.GET.get("page"))
    items = [{**session_item(each), "href": book_href(case, each)} for each in page.object_list]
    context = {
        **case_context(request, case, "clinic"),
        "title": "Choose a clinic session",
        "held": open_booking(case),
        "page": page,
        "items": items,
    }
    return render(request, "workflows/clinic_choose.html", context)


@require_http_methods(["GET", "POST"])
def book(request: SignedInRequest, urn: str, session: UUID) -> HttpResponse:
    """Book a slot of a session for the case, or change the slot that it holds for one of these."""
    case = case_for(request, urn, BOOKERS)
    found, held = session_of(request, case, session), open_booking(case)
    form = BookForm(sent(request), session=found, case=case, initial=now_held(held))
    moves = request.POST.get("moves", "")

    def booked() -> HttpResponse:
        at = {"session": found, **form.arguments()}
        # What the page said is done: who meant to book does not change what a colleague booked since.
        if held and str(held.pk) == moves:
            act(request, case, BOOKERS, bookings.clinic_rebook, booking=held, **at)
        elif moves:
            raise RuleBroken("The slot that the case held has been given back meanwhile. Choose again")
        else:
            act(request, case, BOOKERS, bookings.clinic_book, **at)
        return to_route(request, case, f"Clinic slot {'changed' if moves else 'booked'}.")

    done, status = attempt(form, booked)
    if done is not None:
        return done
    free = slots_free(found, timezone.now(), but=held)
    if not free:
        messages.info(request, "No slot of that session is free any more. Choose another session.")
        return redirect("clinic_choose", urn=case.urn)
    form.slots_offer(free)
    words: dict[str, Any] = {
        "title": "Change the clinic slot" if held else "Book a clinic slot",
        "submit": "Change the slot" if held else "Book the slot",
        "template": "workflows/clinic_book.html",
        "session": found,
        "held": held,
    }
    return page_of(request, case, form, status, reverse("clinic_choose", kwargs={"urn": case.urn}), **words)


@require_http_methods(["GET", "POST"])
def give_back(request: SignedInRequest, urn: str, booking: UUID) -> HttpResponse:
    case = case_for(request, urn, BOOKERS)
    found = booking_of(case, booking)
    form = CancelBookingForm(sent(request), auto_id="%s")

    def given_back() -> HttpResponse:
        act(request, case, BOOKERS, bookings.clinic_booking_cancel, booking=found, **form.cleaned_data)
        return to_route(request, case, "Clinic slot given back.")

    done, status = attempt(form, given_back)
    if done is not None:
        return done
    words: dict[str, Any] = {
        "title": "Give the clinic slot back",
        "submit": "Give the slot back",
        "held": found,
    }
    return page_of(request, case, form, status, route_href(case), **words)


@require_http_methods(["GET", "POST"])
def attendance(request: SignedInRequest, urn: str, booking: UUID) -> HttpResponse:
    """Whether somebody came, and what came of it: for who runs the session."""
    case = case_for(request, urn, HOSTS)
    found = booking_of(case, booking)
    if runs(found.session, request.user) is None:
        raise PermissionDenied
    form = AttendanceForm(sent(request), auto_id="%s", initial=recorded(found))

    def last_in(case: CaseFile) -> Event | None:
        return last_of(case, "clinics", subject=found.pk)

    seen = key_of(last_in(case))
    verb = unless_overtaken(bookings.clinic_attendance_record, seen_in(request, seen), last_in)

    def record() -> HttpResponse:
        act(request, case, HOSTS, verb, booking=found, **form.arguments())
        messages.success(request, "Attendance recorded.")
        return redirect(session_href(found.session))

    done, status = attempt(form, record)
    if done is not None:
        return done
    words: dict[str, Any] = {"title": "Record attendance", "submit": "Record the attendance", "held": found}
    words |= {"seen": seen, "template": "workflows/clinic_attendance.html"}
    return page_of(request, case, form, status, session_href(found.session), **words)


def act(
    request: SignedInRequest, case: CaseFile, roles: tuple[Role, ...], verb: Callable[..., Any], **given: Any
) -> None:
    work.act_on_case(case=case, by=request.user, roles=roles, at=timezone.now(), verb=verb, **given)


def page_of(
    request: SignedInRequest,
    case: CaseFile,
    form: forms.Form,
    status: int,
    back: str,
    *,
    template: str = "workflows/clinic_booking_form.html",
    **words: Any,
) -> HttpResponse:
    around = case_context(request, case, "clinic")
    around |= typed_again(request, case, form)
    context = {**around, "form": form, "caption": f"Case {case.urn}", "back_href": back, **words}
    return render(request, template, context, status=status)


def case_for(request: SignedInRequest, urn: str, roles: tuple[Role, ...]) -> CaseFile:
    """The case, or 404 for an outsider, or 403 for somebody whose role may not do this to it."""
    case = get_case_for(request.user, urn)
    if actor_on(case, request.user, roles) is None:
        raise PermissionDenied
    return case


def session_of(request: SignedInRequest, case: CaseFile, key: UUID) -> ClinicSession:
    """A session at which the case can have a slot, or 404."""
    found = session_for(request.user, key)
    if (found.force_id, found.area_id) != (case.force_id, case.area_id):
        raise Http404
    return found


def booking_of(case: CaseFile, key: UUID) -> ClinicBooking:
    rows = ClinicBooking.objects.filter(case_file=case)
    return get_object_or_404(rows.select_related("session__prosecutor"), pk=key)


def now_held(held: ClinicBooking | None) -> dict[str, object]:
    return {"mode": held.mode, "note": held.note} if held else {}


def recorded(booking: ClinicBooking) -> dict[str, object]:
    words = {True: "yes", False: "no", None: ""}
    return {"attended": words[booking.attended], "outcome": booking.outcome}


def book_href(case: CaseFile, session: ClinicSession) -> str:
    return reverse("clinic_book", kwargs={"urn": case.urn, "session": session.pk})


def route_href(case: CaseFile) -> str:
    return reverse("case_route", kwargs={"urn": case.urn, "route": "early-advice"})


def to_route(request: SignedInRequest, case: CaseFile, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect(route_href(case))
