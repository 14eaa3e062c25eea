"""What is done on a case outside the steps: people and offences added, the trial listed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import actor_on, get_case_for
from casework.casefiles import services
from casework.casefiles.forms import OffenceForm, SuspectForm, VictimForm
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.hearings.forms import TrialForm
from casework.hearings.services import trial_list
from casework.people.request import SignedInRequest
from workflows.engine import work
from workflows.pages.case import MAY_ADD_PEOPLE, MAY_LIST_TRIAL, case_context

ADDITIONS = {
    "suspect": (SuspectForm, services.suspect_add, "Add a suspect"),
    "victim": (VictimForm, services.victim_add, "Add a victim"),
    "offence": (OffenceForm, services.offence_add, "Add an offence"),
}


def add(request: SignedInRequest, urn: str, what: str) -> HttpResponse:
    if what not in ADDITIONS:
        raise Http404
    form_class, verb, title = ADDITIONS[what]
    return change(
        request,
        urn,
        form_class=form_class,
        verb=verb,
        roles=MAY_ADD_PEOPLE,
        title=title,
        submit=title,
        done=f"{what.capitalize()} added.",
        back="case_people",
    )


def trial(request: SignedInRequest, urn: str) -> HttpResponse:
    return change(
        request,
        urn,
        form_class=TrialForm,
        verb=trial_list,
        roles=MAY_LIST_TRIAL,
        title="List the trial",
        submit="List the trial",
        done="Trial listed. The offers of an updated statement have their dates.",
        back="case",
    )


def change(
    request: SignedInRequest,
    urn: str,
    *,
    form_class: type[forms.Form],
    verb: Any,
    roles: Any,
    title: str,
    submit: str,
    done: str,
    back: str,
) -> HttpResponse:
    """One form, one verb of the domain on the case, and back to where the person came from."""
    case = get_case_for(request.user, urn)
    if actor_on(case, request.user, roles) is None:
        raise PermissionDenied
    form = form_class(request.POST or None, auto_id="%s")
    if form.is_valid() and changed(request, case, form, verb, roles):
        messages.success(request, done)
        return redirect(back, urn=case.urn)
    context = {
        **case_context(request, case, back),
        "title": title,
        "form": form,
        "submit": submit,
        "caption": f"Case {case.urn}",
        "back_href": reverse(back, kwargs={"urn": case.urn}),
    }
    return render(request, "workflows/case_form.html", context, status=422 if form.errors else 200)


def changed(request: SignedInRequest, case: CaseFile, form: forms.Form, verb: Any, roles: Any) -> bool:
    """Do it, or leave on the form why it was not done."""
    try:
        work.act_on_case(
            case=case, by=request.user, roles=roles, at=timezone.now(), verb=verb, **form.cleaned_data
        )
    except RuleBroken as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    return True
