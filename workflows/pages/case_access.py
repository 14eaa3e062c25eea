"""Who may see a case: barring somebody, restricting it, and keeping its list. For those who lead on it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.bars import BARRING_ROLES, bar_lift, bars_of
from casework.access.forms import BarForm, PersonForm, ReasonForm, RestrictForm
from casework.access.policy import actor_on, get_case_for
from casework.access.restrictions import (
    RESTRICTING_ROLES,
    admissions_of,
    case_admit,
    case_open_again,
    restriction_of,
)
from casework.people.request import SignedInRequest
from workflows.engine import work
from workflows.pages.case import case_context
from workflows.pages.case_changes import Change, answer, case_for, form_of

BACK = "case_access"
CHANGES: Mapping[str, tuple[Change, type[forms.Form]]] = {
    "bar": (
        Change(
            verb=work.bar,
            title="Bar somebody from the case",
            submit="Bar them",
            done="They are barred. Their work on the case is back in its pool.",
            roles=BARRING_ROLES,
            back=BACK,
        ),
        BarForm,
    ),
    "restrict": (
        Change(
            verb=work.restrict,
            title="Restrict the case",
            submit="Restrict the case",
            done="The case is restricted. Nobody else is told that it is there.",
            roles=RESTRICTING_ROLES,
            back=BACK,
        ),
        RestrictForm,
    ),
    "admit": (
        Change(
            verb=case_admit,
            title="Put somebody on the list",
            submit="Put them on the list",
            done="They are on the list.",
            roles=RESTRICTING_ROLES,
            back=BACK,
        ),
        PersonForm,
    ),
    "open": (
        Change(
            verb=case_open_again,
            title="End the restriction",
            submit="End the restriction",
            done="The case is open to everybody whose role reaches it.",
            roles=RESTRICTING_ROLES,
            back=BACK,
        ),
        ReasonForm,
    ),
}
LIFT = Change(
    verb=bar_lift,
    title="Lift the bar",
    submit="Lift the bar",
    done="The bar is lifted.",
    roles=BARRING_ROLES,
    back=BACK,
)
TAKE_OFF = Change(
    verb=work.take_off,
    title="Take somebody off the list",
    submit="Take them off the list",
    done="They are off the list. Their work on the case is back in its pool.",
    roles=RESTRICTING_ROLES,
    back=BACK,
)


@require_safe
def case_access(request: SignedInRequest, urn: str) -> HttpResponse:
    case = get_case_for(request.user, urn)
    if actor_on(case, request.user, RESTRICTING_ROLES) is None:
        raise PermissionDenied
    context = {
        **case_context(request, case, BACK),
        "title": "Who may see the case",
        "restriction": restriction_of(case),
        "admissions": list(admissions_of(case)),
        "bars": list(bars_of(case)),
    }
    return render(request, "workflows/case_access.html", context)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, urn: str, what: str) -> HttpResponse:
    if what not in CHANGES:
        raise Http404
    about, form_class = CHANGES[what]
    case = case_for(request, urn, about)
    options = {} if form_class is ReasonForm else {"case": case}
    form = form_of(form_class, request, **options)
    answered = answer(request, case, about, form)
    barred_oneself = what == "bar" and form.is_valid() and form.cleaned_data["person"] == request.user
    return redirect("cases") if barred_oneself and answered.status_code == 302 else answered


@require_http_methods(["GET", "POST"])
def bar_end(request: SignedInRequest, urn: str, key: UUID) -> HttpResponse:
    case = case_for(request, urn, LIFT)
    bar = get_object_or_404(bars_of(case), pk=key)
    return answer(request, case, LIFT, form_of(ReasonForm, request), bar=bar)


@require_http_methods(["GET", "POST"])
def admission_end(request: SignedInRequest, urn: str, key: UUID) -> HttpResponse:
    case = case_for(request, urn, TAKE_OFF)
    admission = get_object_or_404(admissions_of(case), pk=key)
    return answer(request, case, TAKE_OFF, form_of(ReasonForm, request), admission=admission)
