"""The victims of a case: how each is to be contacted, and what was said to them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.policy import actor_on, get_case_for
from casework.people.request import SignedInRequest
from casework.people.roles import Role
from casework.victim_contacts.forms import ContactPlanForm
from casework.victim_contacts.models import VictimContact
from casework.victim_contacts.plans import contact_plan_record
from casework.victim_contacts.selectors import contact_log, plan_of, victims_with_plans
from casework.witnesses.forms import WitnessRequirementForm
from casework.witnesses.selectors import requirements_of
from casework.witnesses.services import ROUTE as WITNESSES
from casework.witnesses.services import witness_requirement_record
from workflows.pages.before_contact import reaches
from workflows.pages.case import case_context, side_on
from workflows.pages.case_changes import Change, answer, case_for, form_of
from workflows.pages.court import MAY_LIST

MAY_PLAN = (Role.INVESTIGATOR, Role.SUPERVISOR, Role.WITNESS_CARE, Role.VICTIM_LIAISON)


@require_safe
def victims(request: SignedInRequest, urn: str) -> HttpResponse:
    case = get_case_for(request.user, urn)
    context = {
        **case_context(request, case, "victims"),
        "title": "Victims",
        "victims": victims_with_plans(case),
        "reaches": reaches(case, request.user),
        "may_plan": actor_on(case, request.user, MAY_PLAN) is not None,
        "requirements": requirements_of(case),
        "may_require": actor_on(case, request.user, MAY_LIST) is not None,
    }
    return render(request, "workflows/victims.html", context)


@require_http_methods(["GET", "POST"])
def contact_plan(request: SignedInRequest, urn: str, reference: str) -> HttpResponse:
    """Record what was agreed with a victim; the boxes hold what was agreed before."""
    change = Change(
        verb=contact_plan_record,
        title=f"Contact plan of victim {reference}",
        submit="Save the contact plan",
        done=f"Contact plan of victim {reference} saved.",
        roles=MAY_PLAN,
        back="victims",
        route=VictimContact.route,
    )
    case = case_for(request, urn, change)
    victim = get_object_or_404(case.victims, reference=reference)
    form = form_of(ContactPlanForm, request, plan=plan_of(victim.pk))
    return answer(request, case, change, form, victim=victim)


@require_http_methods(["GET", "POST"])
def evidence(request: SignedInRequest, urn: str, reference: str) -> HttpResponse:
    """Record whether a victim must give evidence."""
    change = Change(
        verb=witness_requirement_record,
        title=f"Evidence of victim {reference}",
        submit="Record it",
        done=f"Recorded. Victim {reference} is to be told.",
        roles=MAY_LIST,
        back="victims",
        route=WITNESSES,
    )
    case = case_for(request, urn, change)
    victim = get_object_or_404(case.victims, reference=reference)
    return answer(request, case, change, form_of(WitnessRequirementForm, request), victim=victim)


@require_safe
def log(request: SignedInRequest, urn: str, reference: str) -> HttpResponse:
    """Every contact with a victim and every attempt, and the versions of the plan. Three queries more."""
    case = get_case_for(request.user, urn)
    victim = get_object_or_404(case.victims, reference=reference)
    context = {
        **case_context(request, case, "victims"),
        "title": f"Contact log of victim {victim.reference}",
        "entries": contact_log(victim),
        "plans": victim.contact_plans.select_related("recorded_by"),
        "side": side_on(case, request.user),
        "reaches": reaches(case, request.user),
    }
    return render(request, "workflows/contact_log.html", context)
