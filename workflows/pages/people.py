"""An administrator's pages: who holds which role in their organisation."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.errors import RuleBroken
from casework.people.forms import PersonAddForm
from casework.people.models import Membership
from casework.people.request import SignedInRequest
from casework.people.roles import Role
from casework.people.services import person_add as add_person

PER_PAGE = 50


def administrator(request: SignedInRequest) -> Actor:
    """The person as administrator of their organisation, or 403."""
    for membership in request.user.memberships_held:
        if membership.role == Role.ADMINISTRATOR:
            return Actor(person=request.user, role=membership.role, organisation=membership.organisation)
    raise PermissionDenied


def people(request: SignedInRequest) -> HttpResponse:
    actor = administrator(request)
    held = Membership.objects.in_force(timezone.localdate()).filter(organisation=actor.organisation)
    held = held.select_related("person", "unit").order_by("person__last_name", "person__first_name", "role")
    page = Paginator(held, PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": "People", "page": page, "organisation": actor.organisation}
    return render(request, "workflows/people.html", context)


def person_add(request: SignedInRequest) -> HttpResponse:
    actor = administrator(request)
    form = PersonAddForm(request.POST or None, organisation=actor.organisation)
    if form.is_valid():
        try:
            add_person(organisation=actor.organisation, **form.arguments())
        except RuleBroken as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, "Person added. Tell them their username and first password.")
            return redirect("people")
    context = {
        "title": "Add a person",
        "form": form,
        "submit": "Add the person",
        "back_href": reverse("people"),
    }
    return render(request, "pages/form.html", context, status=422 if form.errors else 200)
