"""Listing a hearing, and recording what the court said of a defendant: from plea to appeal, and custody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from casework.appeals.forms import AppealForm
from casework.appeals.services import appeal_record
from casework.custody_limits.forms import CustodyForm
from casework.custody_limits.services import custody_limit_open
from casework.hearings import defendants, services
from casework.hearings.forms import HearingForm, PleaForm, SentenceForm, VerdictForm
from casework.hearings.models import Hearing
from casework.people.request import SignedInRequest
from workflows.pages.case_changes import Change, answer, case_for, form_of
from workflows.pages.court import MAY_LIST, MAY_RECORD_CUSTODY

BACK: dict[str, Any] = {"roles": MAY_LIST, "back": "case_route", "where": {"route": "hearings"}}
OF_HEARINGS: dict[str, Any] = {**BACK, "route": Hearing.route}
LISTING = Change(
    verb=services.hearing_list,
    title="List a hearing",
    submit="List the hearing",
    done="Hearing listed.",
    **BACK,
)
CUSTODY: dict[str, Any] = {
    "roles": MAY_RECORD_CUSTODY,
    "back": "case_route",
    "where": {"route": "custody-limits"},
}
# By what is recorded: its form, its verb, and who may and where it leads.
OF_DEFENDANT: dict[str, tuple[type[forms.Form], Callable[..., Any], dict[str, Any]]] = {
    "plea": (PleaForm, defendants.plea_record, OF_HEARINGS),
    "verdict": (VerdictForm, defendants.verdict_record, OF_HEARINGS),
    "sentence": (SentenceForm, defendants.sentence_record, OF_HEARINGS),
    "appeal": (AppealForm, appeal_record, OF_HEARINGS),
    "custody": (CustodyForm, custody_limit_open, CUSTODY),
}


@require_http_methods(["GET", "POST"])
def hearing_list(request: SignedInRequest, urn: str) -> HttpResponse:
    case = case_for(request, urn, LISTING)
    return answer(request, case, LISTING, form_of(HearingForm, request))


@require_http_methods(["GET", "POST"])
def defendant(request: SignedInRequest, urn: str, reference: str, what: str) -> HttpResponse:
    """Record what the court recorded of a defendant, found by the reference. 404 for who is not charged."""
    if what not in OF_DEFENDANT:
        raise Http404
    form_class, verb, leads = OF_DEFENDANT[what]
    change = Change(
        verb=verb,
        title=f"Record the {what} of defendant {reference}",
        submit=f"Record the {what}",
        done=f"The {what} of defendant {reference} is recorded.",
        **leads,
    )
    case = case_for(request, urn, change)
    charged = case.suspects.filter(charged_on__isnull=False)
    suspect = get_object_or_404(charged, reference=reference)
    return answer(request, case, change, form_of(form_class, request), suspect=suspect)
