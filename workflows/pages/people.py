"""An administrator's pages: who holds which role in their organisation."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.policy import Actor
from casework.pages.answers import done, form_page, sent
from casework.people import services
from casework.people.administering import as_administrator
from casework.people.forms import PersonAddForm, RoleAddForm
from casework.people.models import Membership, MembershipQuerySet
from casework.people.request import SignedInRequest
from casework.sign_in.administering import homes_of
from casework.sign_in.again import proof_required
from workflows.engine import work

PER_PAGE = 50


@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    actor = as_administrator(request.user)
    held = roles_of(actor).order_by("person__last_name", "person__first_name", "role")
    page = Paginator(held, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "People",
        "page": page,
        "homes": homes_of([each.person_id for each in page], timezone.now()),
        "organisation": actor.organisation,
        "may_end": lambda membership: not services.is_own_administration(membership, actor),
    }
    return render(request, "workflows/people.html", context)


@proof_required
@require_http_methods(["GET", "POST"])
def person_add(request: SignedInRequest) -> HttpResponse:
    actor = as_administrator(request.user)
    form = PersonAddForm(request.POST or None, organisation=actor.organisation)

    def add() -> None:
        services.person_add(organisation=actor.organisation, by=actor, at=timezone.now(), **form.arguments())

    if done(form, add):
        messages.success(request, "Person added. Tell them their username and first password.")
        return redirect("people")
    return form_page(
        request, form, title="Add a person", submit="Add the person", back_href=reverse("people")
    )


@proof_required
@require_http_methods(["GET", "POST"])
def membership_add(request: SignedInRequest) -> HttpResponse:
    """A further role for somebody who has an account."""
    actor = as_administrator(request.user)
    form = RoleAddForm(request.POST or None, organisation=actor.organisation)

    def add() -> None:
        services.membership_add(by=actor, at=timezone.now(), **form.arguments())

    if done(form, add):
        messages.success(request, "Role added.")
        return redirect("people")
    return form_page(request, form, title="Add a role", submit="Add the role", back_href=reverse("people"))


@proof_required
@require_http_methods(["GET", "POST"])
def membership_end(request: SignedInRequest, membership: int) -> HttpResponse:
    """Ask before the role is ended. A role of another organisation, or one that has ended, is not found."""
    actor = as_administrator(request.user)
    held = get_object_or_404(roles_of(actor), pk=membership)
    form = forms.Form(sent(request))
    if done(form, lambda: work.end_role(membership=held, by=actor, at=timezone.now())):
        messages.success(request, f"{held.person.signature} is no longer {held}.")
        return redirect("people")
    return form_page(
        request,
        form,
        title="Do you want to end this role?",
        submit="End the role",
        template="workflows/membership_end.html",
        held=held,
        back_href=reverse("people"),
        button_classes="govuk-button--warning",
        cancel_href=reverse("people"),
    )


def roles_of(actor: Actor) -> MembershipQuerySet:
    """The roles in force today in the administrator's organisation, with who holds them."""
    held = Membership.objects.in_force(timezone.localdate()).filter(organisation=actor.organisation)
    return held.select_related("person", "unit", "organisation")
