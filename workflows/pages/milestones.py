"""What happened to the suspects in the investigation, and recording it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.policy import actor_on, get_case_for
from casework.milestones.forms import MilestoneForm
from casework.milestones.selectors import milestones_of
from casework.milestones.services import ROUTE, milestone_record
from casework.people.request import SignedInRequest
from workflows.pages.case import MAY_ADD_PEOPLE, case_context
from workflows.pages.case_changes import Change, answer, case_for, form_of

RECORD = Change(
    verb=milestone_record,
    title="Record what happened",
    submit="Record it",
    done="Recorded. Every victim is to be told.",
    back="milestones",
    route=ROUTE,
)


@require_safe
def milestones(request: SignedInRequest, urn: str) -> HttpResponse:
    case = get_case_for(request.user, urn)
    context = {
        **case_context(request, case, "milestones"),
        "title": "Arrest, interview and bail",
        "milestones": milestones_of(case),
        "may_record": actor_on(case, request.user, MAY_ADD_PEOPLE) is not None,
    }
    return render(request, "workflows/milestones.html", context)


@require_http_methods(["GET", "POST"])
def milestone_add(request: SignedInRequest, urn: str) -> HttpResponse:
    case = case_for(request, urn, RECORD)
    return answer(request, case, RECORD, form_of(MilestoneForm, request, case=case))
