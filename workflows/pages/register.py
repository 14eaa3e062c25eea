from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from casework.access.policy import Actor
from casework.casefiles.forms import RegisterForm
from casework.pages.answers import done, form_page
from casework.people.request import SignedInRequest
from casework.people.roles import UNIT_ROLES
from workflows.engine import work


@require_http_methods(["GET", "POST"])
def register(request: SignedInRequest) -> HttpResponse:
    """Register a case by hand; what is in it is added on its own pages."""
    if not request.user.holds(*UNIT_ROLES):
        raise PermissionDenied
    form = RegisterForm(request.POST or None, user=request.user)

    def open_case() -> None:
        work.open_case(by=registrar(request, form), at=timezone.now(), **form.cleaned_data)

    if done(form, open_case):
        messages.success(request, "Case registered. Add the people and offences in it.")
        return redirect("case_people", urn=form.cleaned_data["urn"])
    return form_page(
        request,
        form,
        title="Register a case",
        submit="Register the case",
        back_href=reverse("overview"),
    )


def registrar(request: SignedInRequest, form: RegisterForm) -> Actor:
    """The person in the role that they hold in the chosen unit."""
    unit = form.cleaned_data["unit"]
    membership = next(held for held in request.user.memberships_held if held.unit_id == unit.pk)
    return Actor(person=request.user, role=membership.role, organisation=membership.organisation)
