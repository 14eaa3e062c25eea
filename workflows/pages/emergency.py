"""Restricted cases in an emergency: which were opened, by oneself and by others, and opening one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.opened import EMERGENCY_ROLES, OPENING_ROLES
from casework.audit.who import case_shown
from casework.break_ins.forms import EmergencyForm, UrnForm
from casework.break_ins.selectors import as_watched, own_break_ins, watched_break_ins
from casework.pages.answers import done, form_page, sent
from casework.people.request import SignedInRequest
from casework.sign_in.again import proof_required
from workflows.engine import work

PER_PAGE = 50


@require_safe
def emergency_access(request: SignedInRequest) -> HttpResponse:
    """The cases that the person opened, and what they watch over. 403 for who does neither."""
    user = request.user
    if not user.holds(*EMERGENCY_ROLES):
        raise PermissionDenied
    own = list(own_break_ins(user)[:PER_PAGE])
    for record in own:
        case_shown(record.case_file_id)
    page = Paginator(watched_break_ins(user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "Restricted cases in an emergency",
        "may_open": user.holds(*OPENING_ROLES),
        "minutes": settings.CASEWORK_BREAK_IN_MINUTES,
        "now": timezone.now(),
        "own": own,
        "page": page,
        "watched": as_watched(page, user),
    }
    return render(request, "workflows/emergency_access.html", context)


@require_http_methods(["GET", "POST"])
def emergency_case(request: SignedInRequest) -> HttpResponse:
    """Ask for the URN. What comes next is the same whether there is such a case or not."""
    opens_require(request)
    form = UrnForm(sent(request), auto_id="%s")
    if form.is_valid():
        return redirect("emergency_open", sought=form.cleaned_data["urn"])
    return form_page(
        request,
        form,
        title="Which restricted case do you need?",
        submit="Continue",
        back_href=reverse("emergency_access"),
    )


@require_http_methods(["GET", "POST"])
def emergency_open(request: SignedInRequest, sought: str) -> HttpResponse:
    """Ask why, and open the case, for who has just signed in or signed in again."""
    opens_require(request)
    return _open(request, sought)


@proof_required
def _open(request: SignedInRequest, sought: str) -> HttpResponse:
    form = EmergencyForm(sent(request), auto_id="%s")

    def open_case() -> None:
        work.break_in(urn=sought, by=request.user, at=timezone.now(), **form.cleaned_data)

    if done(form, open_case):
        messages.success(request, "The case is open to you. Those who are to know have been told.")
        return redirect("case", urn=sought)
    return form_page(
        request,
        form,
        template="workflows/emergency_open.html",
        title=f"Open case {sought} in an emergency",
        submit="Open the case",
        minutes=settings.CASEWORK_BREAK_IN_MINUTES,
        back_href=reverse("emergency_case"),
        cancel_href=reverse("emergency_access"),
    )


def opens_require(request: SignedInRequest) -> None:
    if not request.user.holds(*OPENING_ROLES):
        raise PermissionDenied
