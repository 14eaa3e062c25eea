"""An administrator's pages of what failed, is stuck or was left alone, and of putting it right.

They are reached without access to the case, and show its URN, steps and references: no names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.pages.answers import done, form_page, sent
from casework.people.administering import as_administrator
from casework.people.models import User
from casework.people.request import SignedInRequest
from workflows.engine import repair
from workflows.engine.tasks import open_tasks
from workflows.incidents.forms import DismissForm, MoveForm, RetryForm, SkipForm
from workflows.incidents.orphaned import empty_pools
from workflows.incidents.selectors import cases_administered, incident_or_case, trouble, troubles
from workflows.incidents.troubles import Remedy, Trouble
from workflows.models import CaseProcess

PER_PAGE = 50


@dataclass(frozen=True)
class Action:
    """A way to put something right, as the pages word it."""

    link: str
    title: str
    effect: str
    submit: str
    told: str
    form: type[forms.Form]


ACTIONS = {
    Remedy.RETRY: Action(
        "Try again",
        "Try this again?",
        "What failed runs again. Work that is not where it belongs is put back there.",
        "Try again",
        "This has been put right.",
        RetryForm,
    ),
    Remedy.SKIP: Action(
        "Skip",
        "Skip this step",
        "What the service would have done here is left undone, and the work goes on to what follows.",
        "Skip the step",
        "The step has been skipped.",
        SkipForm,
    ),
    Remedy.MOVE: Action(
        "Move",
        "Move this work to another step",
        "What is open of this work is cancelled, and the step that you select is opened.",
        "Move the work",
        "The work has been moved.",
        MoveForm,
    ),
    Remedy.DISMISS: Action(
        "Close",
        "Close this incident",
        "Closing it changes no work.",
        "Close the incident",
        "The incident has been closed.",
        DismissForm,
    ),
}


@require_safe
def incidents(request: SignedInRequest) -> HttpResponse:
    """Everything that the person administers and has to put right. The queries do not grow with it."""
    as_administrator(request.user)
    today = timezone.localdate()
    found = troubles(request.user, today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "Incidents",
        "page": page,
        "groups": [(kind, list(some)) for kind, some in groupby(page, key=attrgetter("kind"))],
        "totals": {kind: sum(each.kind == kind for each in found) for kind in {each.kind for each in found}},
        "pools": empty_pools(cases_administered(request.user), today),
        "actions": ACTIONS,
    }
    return render(request, "workflows/incidents.html", context)


@require_http_methods(["GET", "POST"])
def incident(request: SignedInRequest, key: str, action: str) -> HttpResponse:
    """Ask before it is put right, or say who was first. What another administers is not found."""
    as_administrator(request.user)
    found = trouble(request.user, key, timezone.localdate())
    if found is None:
        return put_right_already(request, key)
    if action not in found.remedies:
        raise Http404
    return answer(request, found, Remedy(action))


def answer(request: SignedInRequest, found: Trouble, remedy: Remedy) -> HttpResponse:
    words, form = ACTIONS[remedy], form_of(request, found, remedy)
    if done(form, lambda: VERBS[remedy](found, form, request.user, timezone.now())):
        messages.success(request, words.told)
        return redirect("incidents")
    return form_page(
        request,
        form,
        template="workflows/incident.html",
        title=words.title,
        submit=words.submit,
        effect=words.effect,
        trouble=found,
        seen=open_of(found),
        back_href=reverse("incidents"),
        cancel_href=reverse("incidents"),
    )


def form_of(request: SignedInRequest, found: Trouble, remedy: Remedy) -> forms.Form:
    data = sent(request)
    if remedy == Remedy.MOVE:
        process = CaseProcess.objects.get(pk=found.process)
        return MoveForm(data, flow=repair.flow_of(process), auto_id="%s")
    return ACTIONS[remedy].form(data, auto_id="%s")


def open_of(found: Trouble) -> str:
    """The open tasks of the work, as the page sends them back: what it shows is put right, and no other."""
    keys = open_tasks().filter(process=found.process).order_by("pk").values_list("pk", flat=True)
    return " ".join(map(str, keys))


def put_right_already(request: SignedInRequest, key: str) -> HttpResponse:
    """Who was first; 404 for what the person does not administer or there never was. Four queries."""
    closed, case = incident_or_case(request.user, key)
    if closed is None and case is None:
        raise Http404
    message = repair.repaired_words(case, closed)
    context = {
        "message": f"{message}.",
        "back_href": reverse("incidents"),
        "back_text": "See what is still open",
    }
    return render(request, "409.html", context, status=409)


def _retry(found: Trouble, form: forms.Form, by: User, at: datetime) -> None:
    target = {"task": found.task} if found.task else {"process": found.process, "kind": found.carries}
    repair.retry(case=found.case, by=by, at=at, **target)  # type: ignore[arg-type]


def _skip(found: Trouble, form: forms.Form, by: User, at: datetime) -> None:
    repair.skip(case=found.case, task=found.task, by=by, at=at, **form.cleaned_data)  # type: ignore[arg-type]


def _move(found: Trouble, form: forms.Form, by: User, at: datetime) -> None:
    seen = set(map(int, re.findall("[0-9]{1,18}", form.data.get("seen", ""))))
    about = {"case": found.case, "process": found.process, "seen": seen}
    repair.move(by=by, at=at, **about, **form.cleaned_data)  # type: ignore[arg-type]


def _dismiss(found: Trouble, form: forms.Form, by: User, at: datetime) -> None:
    repair.dismiss(incident=found.incident, by=by, at=at, **form.cleaned_data)  # type: ignore[arg-type]


VERBS: dict[Remedy, Callable[[Trouble, forms.Form, User, datetime], None]] = {
    Remedy.RETRY: _retry,
    Remedy.SKIP: _skip,
    Remedy.MOVE: _move,
    Remedy.DISMISS: _dismiss,
}
