from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from casework.access.policy import Actor
from casework.casefiles.forms import RegisterForm
from casework.errors import RuleBroken
from casework.people.request import SignedInRequest
from casework.people.roles import UNIT_ROLES
from workflows.engine import work


@require_http_methods(["GET", "POST"])
def register(request: SignedInRequest) -> HttpResponse:
    """Register a case by hand; what is in it is added on its own pages."""
    if not request.user.holds(*UNIT_ROLES):
        raise PermissionDenied
    form = RegisterForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            case = work.open_case(by=registrar(request, form), at=timezone.now(), **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, "Case registered. Add the people and offences in it.")
            return redirect("case_people", urn=case.urn)
    context = {
        "title": "Register a case",
        "form": form,
        "submit": "Register the case",
        "back_href": reverse("overview"),
    }
    return render(request, "pages/form.html", context, status=422 if form.errors else 200)


def registrar(request: SignedInRequest, form: RegisterForm) -> Actor:
    """The person in the role that they hold in the chosen unit."""
    unit = form.cleaned_data["unit"]
    membership = next(held for held in request.user.memberships_held if held.unit_id == unit.pk)
    return Actor(person=request.user, role=membership.role, organisation=membership.organisation)
