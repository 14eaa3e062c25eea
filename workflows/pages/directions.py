"""Changing a date that a rule gave: as a court directed or extended it, or as it was agreed."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from viewflow.workflow.models import Task

from casework.access.policy import get_case_for
from casework.casefiles.models import CaseFile
from casework.directions.forms import DirectionForm
from casework.directions.services import date_direct
from casework.errors import RuleBroken
from casework.forms import refusal_show
from casework.obligations.models import Obligation
from casework.people.request import SignedInRequest
from workflows.engine import work
from workflows.pages.case import case_context
from workflows.pages.dates import DateShown, dates_of, may_direct, roles_directing
from workflows.pages.step import gone, status_of, task_of
from workflows.pages.unsent import typed_again


@require_http_methods(["GET", "POST"])
def date(request: SignedInRequest, urn: str, task: int, clock: str) -> HttpResponse:
    """403 for who may not change dates of this work, 404 for a date that it does not have or no rule gave."""
    case = get_case_for(request.user, urn)
    found = task_of(case, task)
    owed = get_object_or_404(Obligation, task=found.pk)
    if owed.closed_at is not None:
        return gone(request, case, found)
    if not may_direct(case, owed, request.user):
        raise PermissionDenied
    shown = next((each for each in dates_of(owed) if each.clock == clock and each.is_directable), None)
    if shown is None:
        raise Http404
    form = DirectionForm(request.POST or None)
    if form.is_valid():
        status = directed(request, case, found, owed, seen_on(request, shown), form)
        if not status:
            messages.success(request, "The date has been changed.")
            return redirect("step", urn=urn, task=task)
    else:
        status = 422 if form.errors else 200
    return page(request, case, owed, shown, form, status)


def seen_on(request: SignedInRequest, shown: DateShown) -> DateShown:
    """The date as the page showed it that was sent, which may have been changed since."""
    try:
        return replace(shown, on=datetime.date.fromisoformat(request.POST.get("seen", "")))
    except ValueError:
        return shown


def directed(
    request: SignedInRequest,
    case: CaseFile,
    task: Task,
    owed: Obligation,
    shown: DateShown,
    form: DirectionForm,
) -> int:
    """Do it; 0, or the status of the page that says why it was not done."""
    record = task.process.caseprocess.record
    try:
        work.act_on_case(
            case=case,
            by=request.user,
            roles=roles_directing(owed),
            at=timezone.now(),
            verb=date_direct,
            record=record,
            clock=shown.clock,
            former=shown.on,
            **form.cleaned_data,
        )
    except RuleBroken as refusal:
        refusal_show(form, refusal)
        return status_of(refusal)
    return 0


def page(
    request: SignedInRequest,
    case: CaseFile,
    owed: Obligation,
    shown: DateShown,
    form: DirectionForm,
    status: int,
) -> HttpResponse:
    context = {
        **case_context(request, case, "step"),
        **typed_again(request, case, form),
        "title": "Change the date",
        "caption": f"{owed.title}{', ' + owed.about if owed.about else ''}",
        "date": shown,
        "seen": shown.on.isoformat(),
        "form": form,
        "submit": "Change the date",
        "back_href": reverse("step", kwargs={"urn": case.urn, "task": owed.task}),
    }
    return render(request, "workflows/date_direct.html", context, status=status)
