"""What is done to work, besides doing it: given to a colleague, put on hold, withdrawn, taken up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from viewflow.workflow.models import Task

from casework.access.policy import actor_on, get_case_for
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.forms import refusal_show
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import Role
from workflows.engine import work
from workflows.engine.nodes import Step
from workflows.pages.case import case_context
from workflows.pages.dates import dates_of
from workflows.pages.hands import hand_over
from workflows.pages.step import OPEN, done_before, gone, is_withdrawn, status_of, task_of
from workflows.pages.task_forms import GiveForm, HoldForm, TakeUpForm, TaskForm, WithdrawForm
from workflows.pages.turn_links import route_href
from workflows.pages.unsent import typed_again


@dataclass(frozen=True)
class Verb:
    """A verb of the engine with one form: whose roles it needs, on which steps, its words, where it leads.

    `may` tells whether somebody in one of the roles may do it now, `stands` whether the step is still there.
    """

    verb: Callable[..., Any]
    form: type[TaskForm]
    roles: Callable[[Step], tuple[Role, ...]]
    may: Callable[[Step, CaseFile, Task, User], bool]
    stands: Callable[[Task], bool]
    title: str
    submit: str
    done: str
    effect: str
    to_route: bool = False
    button_classes: str = ""


def is_open(task: Task) -> bool:
    return task.status in OPEN


GIVE = Verb(
    verb=work.assign,
    form=GiveForm,
    roles=work.doers_and_lead,
    may=work.may_hand_over,
    stands=is_open,
    title="Give to a colleague",
    submit="Give them the work",
    done="The work has been given to your colleague.",
    effect="It moves to their list at once. Its dates stay as they are.",
)
HOLD = Verb(
    verb=work.hold,
    form=HoldForm,
    roles=work.doers_and_lead,
    may=work.may_hold,
    stands=is_open,
    title="Put on hold",
    submit="Put the work on hold",
    done="The work is on hold.",
    effect=(
        "Until then it comes last in the list, unless it is late. Its due date stands, and reminders go on."
    ),
)
WITHDRAW = Verb(
    verb=work.cancel,
    form=WithdrawForm,
    roles=work.withdrawers,
    may=work.may_withdraw,
    stands=is_open,
    title="Withdraw this work",
    submit="Withdraw the work",
    done="The work has been withdrawn.",
    effect="Nobody is asked for it any more. It can be taken up again.",
    to_route=True,
    button_classes="govuk-button--warning",
)
TAKE_UP = Verb(
    verb=work.reinstate,
    form=TakeUpForm,
    roles=work.withdrawers,
    may=work.may_withdraw,
    stands=is_withdrawn,
    title="Take up again",
    submit="Take up the work again",
    done="The work has been taken up again.",
    effect=(
        "It is opened where it was left. Time limits are counted anew from today. "
        "A date that was set for this work itself, such as that of an action plan item, stays."
    ),
    to_route=True,
)


@require_http_methods(["GET", "POST"])
def step_give(request: SignedInRequest, urn: str, task: int) -> HttpResponse:
    return answer(request, urn, task, GIVE)


@require_http_methods(["GET", "POST"])
def step_hold(request: SignedInRequest, urn: str, task: int) -> HttpResponse:
    return answer(request, urn, task, HOLD)


@require_http_methods(["GET", "POST"])
def step_hold_end(request: SignedInRequest, urn: str, task: int) -> HttpResponse:
    return hand_over(request, urn, task, work.hold_end, "The work is no longer on hold.")


@require_http_methods(["GET", "POST"])
def step_withdraw(request: SignedInRequest, urn: str, task: int) -> HttpResponse:
    return answer(request, urn, task, WITHDRAW)


@require_http_methods(["GET", "POST"])
def step_take_up(request: SignedInRequest, urn: str, task: int) -> HttpResponse:
    return answer(request, urn, task, TAKE_UP)


def answer(request: SignedInRequest, urn: str, key: int, verb: Verb) -> HttpResponse:
    """One form, one verb of the engine. Somebody outside its roles gets 403."""
    case = get_case_for(request.user, urn)
    task = task_of(case, key)
    if actor_on(case, request.user, verb.roles(task.flow_task)) is None:
        raise PermissionDenied
    if request.method == "POST":
        return send(request, case, task, verb)
    if not verb.stands(task):
        return gone(request, case, task)
    if not verb.may(task.flow_task, case, task, request.user):
        # The step's page says who has it.
        return redirect("step", urn=urn, task=key)
    return page(request, case, task, verb, verb.form(case=case, task=task))


def send(request: SignedInRequest, case: CaseFile, task: Task, verb: Verb) -> HttpResponse:
    """Do it, or show the page again with what was typed and why it was not done."""
    form = verb.form(request.POST, case=case, task=task)
    if not form.is_valid():
        return page(request, case, task, verb, form, status=422)
    try:
        verb.verb(task=task, by=request.user, at=timezone.now(), **form.arguments())
    except work.NotAllowed:
        raise PermissionDenied from None
    except work.AlreadyDone as refusal:
        return done_before(request, case, refusal, verb.title, form)
    except RuleBroken as refusal:
        refusal_show(form, refusal)
        # As it stands now: who sends the page again has seen who has the work.
        return page(request, case, task_of(case, task.pk), verb, form, status=status_of(refusal))
    messages.success(request, verb.done)
    return redirect(after(case, task, verb))


def after(case: CaseFile, task: Task, verb: Verb) -> str:
    if not verb.to_route:
        return reverse("step", kwargs={"urn": case.urn, "task": task.pk})
    return route_href(case, task.process.caseprocess.record)


def page(
    request: SignedInRequest, case: CaseFile, task: Task, verb: Verb, form: TaskForm, *, status: int = 200
) -> HttpResponse:
    record = task.process.caseprocess.record
    record.case_file = case
    owed = Obligation.objects.get(task=task.pk)
    context = {
        **case_context(request, case, "step"),
        **typed_again(request, case, form),
        "title": verb.title,
        "caption": f"{task.flow_task.title}{', ' + record.about if record.about else ''}",
        "effect": verb.effect,
        "form": form,
        "submit": verb.submit,
        "button_classes": verb.button_classes,
        "task": task,
        "owed": owed,
        "dates": dates_of(owed) if owed.closed_at is None else [],
        "back_href": after(case, task, verb) if is_withdrawn(task) else step_href(case, task),
        "cancel_href": reverse("case", kwargs={"urn": case.urn}),
    }
    return render(request, "workflows/task.html", context, status=status)


def step_href(case: CaseFile, task: Task) -> str:
    return reverse("step", kwargs={"urn": case.urn, "task": task.pk})
