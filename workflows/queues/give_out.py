"""Giving out work: who leads others gives several pieces of it, whoever holds them, to one at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from casework.access.policy import actor_on
from casework.forms import choices_offer, long_text
from casework.obligations.models import Obligation, ObligationQuerySet
from casework.pages.answers import sent
from casework.people.models import Membership, User
from casework.people.request import SignedInRequest
from casework.people.roles import LEADING_ROLES, Role, roles_led_by
from workflows.engine import work
from workflows.queues.bulk import (
    CONFIRMED,
    PER_PAGE,
    Words,
    account,
    check_page,
    nothing_selected,
    ticked_items,
)
from workflows.queues.filters import WHOSE, WorkFilters, units_of
from workflows.queues.selection import Selection, checked, selection_of, tasks_of

NOTHING = "Select the work that you want to give out"


class GiveOutForm(forms.Form):
    """To whom, and why. Which work is a list of its own on the page."""

    to = forms.ChoiceField(
        label="Who do you want to give it to?",
        error_messages={
            "required": "Select who you want to give it to",
            "invalid_choice": "Select a colleague from the list",
        },
    )
    reason = long_text("Reason", required=False)
    reason.label = "Reason (optional)"
    rendering = {"reason": {"rows": 3}}

    def __init__(self, *args: Any, people: dict[User, list[Role]], **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        self.people = {str(person.pk): person for person in people}
        names = [(str(person.pk), _with_roles(person, roles)) for person, roles in people.items()]
        choices_offer(self, "to", [("", "Select a colleague"), *names])

    def clean_to(self) -> User:
        return self.people[self.cleaned_data["to"]]


@require_http_methods(["GET", "POST"])
def give_out(request: SignedInRequest) -> HttpResponse:
    """The open work that the person leads; then what of the selected will be given; then what was.

    The queries do not grow with the rows, until it is done.
    """
    if not request.user.holds(*LEADING_ROLES):
        raise PermissionDenied
    filters = filters_for(request)
    led = Obligation.objects.open().led_by(request.user, *filters.chosen["whose"])
    listed = filters.narrowed(led, timezone.localdate())
    data = sent(request)
    form = GiveOutForm(data, people=people_offered(request.user, filters.chosen.get("role", [])))
    selection = selection_of(request.POST, listed)
    if not form.is_valid() or not selection.seen:
        return page(request, filters, listed, form, selection)
    return given(request, form, selection)


def given(request: SignedInRequest, form: GiveOutForm, selection: Selection) -> HttpResponse:
    """What of the selection can be given to the person; once that is confirmed, it is."""
    to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
    found = checked(Obligation.objects.led_by(request.user), selection, lambda row: why_not(row, to))
    words, typed = words_for(to, len(found.included)), {"to": str(to.pk), "reason": reason}
    if CONFIRMED not in request.POST:
        return check_page(request, words, found, typed, [("To", to.signature), ("Reason", reason)])
    tasks = tasks_of(found.included)
    came = work.assign_many(tasks=tasks, to=to, by=request.user, at=timezone.now(), reason=reason)
    return account(request, words, found, came, typed)


def why_not(row: Obligation, to: User) -> str:
    """Why the person cannot be given this work; empty if they can. One query for their roles, once."""
    if row.owner_id == to.pk:
        return f"{to.signature} has this already"
    if actor_on(row.case_file, to, (row.role,)) is None:
        return f"{to.signature} cannot do this work"
    return ""


def words_for(to: User, number: int) -> Words:
    return Words(
        check="give out work",
        will=f"Will be given to {to.signature}",
        will_not="Will not be given",
        submit=f"Give out {number} piece{'' if number == 1 else 's'} of work",
        done=f"Given to {to.signature}",
        not_done="Not given",
        list="the work that you give out",
    )


def page(
    request: SignedInRequest,
    filters: WorkFilters,
    listed: ObligationQuerySet,
    form: GiveOutForm,
    selection: Selection,
) -> HttpResponse:
    """The list, with what is wrong with what was sent."""
    numbered = Paginator(listed.select_related("case_file", "owner"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "title": f"Give out work ({numbered.paginator.count})",
        "form": form,
        "forms": [nothing_selected(numbered, NOTHING)] if form.is_bound and not selection.seen else [],
        "filters": filters,
        "page": numbered,
        "query": query.urlencode(),
        "rows": ticked_items(numbered, request.user, selection.seen),
        "action": request.get_full_path(),
    }
    return render(request, "workflows/give_out.html", context, status=422 if form.is_bound else 200)


def filters_for(request: SignedInRequest) -> WorkFilters:
    """By role, unit, whose, and who holds it. Two queries."""
    user = request.user
    offered = {
        "role": roles_offered(user),
        "unit": units_of(user),
        "whose": WHOSE,
        "holder": holders_of(user),
    }
    return WorkFilters(request.GET, offered)


def holders_of(user: User) -> dict[str, str]:
    """Who holds work that the person leads, by key. One query."""
    held = Obligation.objects.open().led_by(user).filter(owner__isnull=False).order_by()
    people = User.objects.filter(pk__in=held.values("owner")).order_by("last_name", "first_name", "pk")
    return {str(person.pk): person.signature for person in people}


def roles_offered(user: User) -> dict[str, str]:
    """The roles whose work the person gives out; none when there is no choice among them."""
    led = {role for held in user.memberships_held for role in roles_led_by(held.role)}
    return {role.value: role.label for role in Role if role in led} if len(led) > 1 else {}


def people_offered(user: User, roles: Sequence[str]) -> dict[User, list[Role]]:
    """Who does such work, by name, in which roles. One query."""
    held = Membership.objects.in_force(timezone.localdate()).led_by(user).filter(person__is_active=True)
    if roles:
        held = held.filter(role__in=roles)
    people: dict[User, list[Role]] = {}
    for membership in held.select_related("person").order_by("person__last_name", "person__first_name", "pk"):
        found = people.setdefault(membership.person, [])
        if membership.role not in found:
            found.append(Role(membership.role))
    return people


def _with_roles(person: User, roles: Iterable[Role]) -> str:
    return f"{person.signature} ({', '.join(role.label for role in roles)})"
