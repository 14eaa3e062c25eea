"""What is done on a case outside the steps: people and offences added or corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from casework.access.policy import actor_on, get_case_for
from casework.casefiles import amend, services
from casework.casefiles.forms import CaseAmendForm, OffenceForm, SuspectForm, VictimForm
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.events.models import Event
from casework.forms import refusal_show
from casework.people.request import SignedInRequest
from casework.people.roles import Role
from workflows.engine import work
from workflows.engine.handover import case_amend_and_hand_over
from workflows.pages.case import MAY_ADD_PEOPLE, case_context
from workflows.pages.moved import moved_tell
from workflows.pages.seen import digest, key_of, last_of, overtaken_by, seen_in, unless_overtaken
from workflows.pages.step import status_of
from workflows.pages.unsent import typed_again


@dataclass(frozen=True)
class Change:
    """What is done with one form on a case: by which verb and which roles, its words, and where it leads.

    It leads to the address `back`, which may need more than the case: `where`. What is recorded again and
    again names its `route`: it counts only from a page that shows the last event there of what it is about,
    by one of the verbs that are `told` if any are named.
    """

    verb: Callable[..., Any]
    title: str
    submit: str
    done: str
    roles: tuple[Role, ...] = MAY_ADD_PEOPLE
    back: str = "case_people"
    where: Mapping[str, str] = field(default_factory=dict)
    route: str = ""
    told: tuple[str, ...] = ()


# The form of what is added or corrected, the verb that adds one and the verb that corrects one.
Part = tuple[type[forms.Form], Callable[..., Any], Callable[..., Any]]
PARTS: dict[str, Part] = {
    "suspect": (SuspectForm, services.suspect_add, amend.suspect_amend),
    "victim": (VictimForm, services.victim_add, amend.victim_amend),
    "offence": (OffenceForm, services.offence_add, amend.offence_amend),
}
TITLES = {"suspect": "Add a suspect", "victim": "Add a victim", "offence": "Add an offence"}


DETAILS = Change(
    verb=case_amend_and_hand_over,
    title="Change the details of the case",
    submit="Save the changes",
    done="Case details saved.",
    back="case",
    route=services.ROUTE,
    told=("amended",),
)


@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, urn: str, what: str) -> HttpResponse:
    form_class, verb, _ = part_of(what)
    change = Change(
        verb=verb,
        title=TITLES[what],
        submit=TITLES[what],
        done=f"{what.capitalize()} added.",
        route=services.ROUTE,
        told=(f"{what}_added",),
    )
    return answer(request, case_for(request, urn, change), change, form_of(form_class, request))


@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, urn: str, what: str, reference: str) -> HttpResponse:
    """Put right what is recorded of a suspect, a victim or an offence, found by its reference."""
    form_class, _, verb = part_of(what)
    called = f"{what} {reference}"
    change = Change(
        verb=verb,
        title=f"Change {called}",
        submit="Save the changes",
        done=f"Details of {called} saved.",
        route=services.ROUTE,
    )
    case = case_for(request, urn, change)
    record = get_object_or_404(getattr(case, f"{what}s"), reference=reference)
    form = form_of(form_class, request, initial=model_to_dict(record))
    return answer(request, case, change, form, **{what: record})


@require_http_methods(["GET", "POST"])
def correct_case(request: SignedInRequest, urn: str) -> HttpResponse:
    case = case_for(request, urn, DETAILS)
    return answer(request, case, DETAILS, form_of(CaseAmendForm, request, case=case))


def part_of(what: str) -> Part:
    if what not in PARTS:
        raise Http404
    return PARTS[what]


def form_of(form_class: Callable[..., forms.Form], request: SignedInRequest, **options: Any) -> forms.Form:
    return form_class(request.POST or None, auto_id="%s", **options)


def case_for(request: SignedInRequest, urn: str, change: Change) -> CaseFile:
    """The case, or 404 for an outsider, or 403 for somebody whose role may not do this to it."""
    case = get_case_for(request.user, urn)
    if actor_on(case, request.user, change.roles) is None:
        raise PermissionDenied
    return case


def answer(
    request: SignedInRequest, case: CaseFile, change: Change, form: forms.Form, **subject: Any
) -> HttpResponse:
    """One form, one verb of the domain on the case, and back to where the person came from.

    `subject` is what the verb is about beside the case, by the name of its argument.
    """
    last = last_recorded(case, change, subject)
    seen, status = digest({**form.initial, "last": last and last.pk}), 422 if form.errors else 200
    if form.is_valid():
        overtaken = seen_in(request, seen) != seen
        status = told_of(form, overtaken_by(last, request.user)) if overtaken else 0
        status = status or changed(request, case, change, form, subject, last)
        if not status:
            return after(request, case, change)
    context = {
        **case_context(request, case, change.back),
        **typed_again(request, case, form),
        "title": change.title,
        "form": form,
        "submit": change.submit,
        "seen": seen,
        "caption": f"Case {case.urn}",
        "back_href": back_href(case, change),
    }
    return render(request, "workflows/case_form.html", context, status=status)


def last_recorded(case: CaseFile, change: Change, subject: Mapping[str, Any]) -> Event | None:
    """The last event of the change's route on what it is about; None without a route. One query, or none."""
    if not change.route:
        return None
    which: dict[str, Any] = {"subject__in": [record.pk for record in subject.values()]} if subject else {}
    if change.told:
        which["verb__in"] = change.told
    return last_of(case, change.route, **which)


def told_of(form: forms.Form, refusal: RuleBroken) -> int:
    """Say on the form why it was not done; gives back the status of the page."""
    refusal_show(form, refusal)
    return status_of(refusal)


def changed(
    request: SignedInRequest,
    case: CaseFile,
    change: Change,
    form: forms.Form,
    subject: dict[str, Any],
    last: Event | None,
) -> int:
    """Do it and say so, which is 0; or leave on the form why it was not done, with the status of the page."""
    arguments, at = {**form.cleaned_data, **subject}, timezone.now()
    verb = unless_overtaken(change.verb, key_of(last), lambda now: last_recorded(now, change, subject))
    try:
        work.act_on_case(case=case, by=request.user, roles=change.roles, at=at, verb=verb, **arguments)
    except RuleBroken as refusal:
        return told_of(form, refusal)
    messages.success(request, change.done)
    moved_tell(request, case, at)
    return 0


def back_href(case: CaseFile, change: Change) -> str:
    return reverse(change.back, kwargs={"urn": case.urn, **change.where})


def after(request: SignedInRequest, case: CaseFile, change: Change) -> HttpResponse:
    """Back, or to the list for an officer who gave the case to a colleague in another unit than theirs."""
    if actor_on(case, request.user, change.roles) is None:
        return redirect("cases")
    return redirect(back_href(case, change))
