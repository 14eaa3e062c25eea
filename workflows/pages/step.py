"""A person's step: choose how it ends, fill in what that asks for, send it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.access.policy import actor_on, get_case_for
from casework.casefiles.models import CaseFile
from casework.casefiles.routes import ROUTES
from casework.errors import Overtaken, RuleBroken
from casework.forms import RepeatingStepForm, StepForm, refusal_show
from casework.obligations.models import Obligation
from casework.people.request import SignedInRequest
from workflows.engine import work
from workflows.engine.nodes import Outcome, Step
from workflows.pages.case import case_context, side_on

OPEN = (STATUS.NEW, STATUS.ASSIGNED)


@require_http_methods(["GET", "POST"])
def step(request: SignedInRequest, urn: str, task: int) -> HttpResponse:
    """GET shows the step; POST ends it. A step of another role is shown without its form (403 to POST)."""
    case = get_case_for(request.user, urn)
    found = task_of(case, task)
    if request.method == "POST" and not holds_role(request, case, found):
        raise PermissionDenied
    if request.method == "GET" and found.status not in OPEN:
        messages.info(request, "That work has already been done. This is how the case stands now.")
        return redirect("case", urn=urn)
    return step_answer(request, case, found)


def step_answer(request: SignedInRequest, case: CaseFile, task: Task) -> HttpResponse:
    """The question which way the step ends, the form of that way, or what sending it gives."""
    outcome = outcome_chosen(task.flow_task, request)
    if outcome is None or (request.method == "GET" and not may_work(request, case, task)):
        return step_page(request, case, task, choice=choice_form(task.flow_task, request))
    form = outcome_form(outcome, request, task)
    if request.method == "POST" and not getattr(form, "asks_for_another", False):
        return send(request, case, task, outcome, form)
    return step_page(request, case, task, outcome=outcome, form=form)


def send(
    request: SignedInRequest, case: CaseFile, task: Task, outcome: Outcome, form: StepForm
) -> HttpResponse:
    """End the step, or show the page again with what was typed and why it was not taken."""
    if not form.is_valid():
        return step_page(request, case, task, outcome=outcome, form=form, status=422)
    try:
        work.complete(
            task=task, by=request.user, at=timezone.now(), outcome=outcome.key, arguments=form.arguments()
        )
    except RuleBroken as refusal:
        refusal_show(form, refusal)
        return step_page(request, case, task, outcome=outcome, form=form, status=status_of(refusal))
    messages.success(request, f"{done_words(case, task)}.")
    return redirect("case", urn=case.urn)


def status_of(refusal: RuleBroken) -> int:
    """How a refusal is answered: failed here, lost to somebody else, or to be put right in the form."""
    if isinstance(refusal, work.WorkFailed):
        return 500
    return 409 if isinstance(refusal, work.WorkRefused | Overtaken) else 422


@require_http_methods(["GET", "POST"])
def step_claim(request: SignedInRequest, urn: str, task: int) -> HttpResponse:
    return hand_over(request, urn, task, work.claim, "You have claimed this work.")


@require_http_methods(["GET", "POST"])
def step_release(request: SignedInRequest, urn: str, task: int) -> HttpResponse:
    return hand_over(
        request, urn, task, work.release, "You have released this work. Colleagues can claim it."
    )


def hand_over(
    request: SignedInRequest, urn: str, task: int, verb: Callable[..., None], done: str
) -> HttpResponse:
    """Claim or release. A GET comes from the sign-in page after an ended session, and does nothing."""
    case = get_case_for(request.user, urn)
    if request.method == "GET":
        return redirect("step", urn=urn, task=task)
    found = task_of(case, task)
    try:
        verb(task=found, by=request.user, at=timezone.now())
    except work.NotAllowed:
        raise PermissionDenied from None
    except RuleBroken as refusal:
        return overtaken(request, case, f"{refusal.message}.")
    messages.success(request, done)
    return redirect("step", urn=urn, task=task)


def task_of(case: CaseFile, task: int) -> Task:
    """The step with this number in this case, or 404. One query."""
    steps = Task.objects.filter(process__caseprocess__case_file=case, flow_task_type=Step.task_type)
    return get_object_or_404(steps.select_related("process__caseprocess", "owner"), pk=task)


def holds_role(request: SignedInRequest, case: CaseFile, task: Task) -> bool:
    return actor_on(case, request.user, (task.flow_task.role,)) is not None


def may_work(request: SignedInRequest, case: CaseFile, task: Task) -> bool:
    return holds_role(request, case, task) and task.owner_id in (None, request.user.pk)


def outcome_chosen(node: Step, request: SignedInRequest) -> Outcome | None:
    if len(node.outcomes) == 1:
        return next(iter(node.outcomes.values()))
    return node.outcomes.get(request.GET.get("outcome", ""))


def choice_form(node: Step, request: SignedInRequest) -> forms.Form:
    """The question "what do you want to do?", answered in the address so that Back works without a script."""

    class ChoiceForm(forms.Form):
        rendering = {
            "outcome": {
                "hints": {key: outcome.hint for key, outcome in node.outcomes.items() if outcome.hint}
            }
        }
        outcome = forms.ChoiceField(
            label="What do you want to do?",
            choices=[(key, outcome.label) for key, outcome in node.outcomes.items()],
            widget=forms.RadioSelect,
            error_messages={
                "required": "Select what you want to do",
                "invalid_choice": "Select what you want to do",
            },
        )

    asked = "continue" in request.GET or "outcome" in request.GET
    return ChoiceForm(request.GET if asked else None, auto_id="%s")


def outcome_form(outcome: Outcome, request: SignedInRequest, task: Task) -> StepForm:
    data = request.POST if request.method == "POST" else None
    return outcome.form(data, record=task.process.caseprocess.record)


def step_page(
    request: SignedInRequest,
    case: CaseFile,
    task: Task,
    *,
    outcome: Outcome | None = None,
    form: StepForm | None = None,
    choice: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    node, record = task.flow_task, task.process.caseprocess.record
    record.case_file = case
    asked = form or choice
    context = {
        **case_context(request, case, "step"),
        "title": outcome.label if outcome else node.title,
        "step": node,
        "task": task,
        "kind": node.flow_class.carries,
        "record": record,
        "owed": Obligation.objects.get(task=task.pk),
        "outcome": outcome,
        "form": asked,
        "forms": form.parts if isinstance(form, RepeatingStepForm) else [],
        "side": side_on(case, request.user),
        "holds_role": holds_role(request, case, task),
        "mine": task.owner_id == request.user.pk,
        "may_release": task.owner_id is not None and work.may_hand_over(node, case, task, request.user),
        "back_href": back_href(request, case, task, outcome),
        "routes": {key: title for key, (title, _) in ROUTES.items()},
    }
    return render(request, "workflows/step.html", context, status=status)


def back_href(request: SignedInRequest, case: CaseFile, task: Task, outcome: Outcome | None) -> str:
    if outcome and len(task.flow_task.outcomes) > 1:
        return reverse("step", kwargs={"urn": case.urn, "task": task.pk})
    return reverse("case", kwargs={"urn": case.urn})


def overtaken(request: SignedInRequest, case: CaseFile, message: str) -> HttpResponse:
    context = {
        "message": message,
        "back_href": reverse("case", kwargs={"urn": case.urn}),
        "back_text": "See the case",
    }
    return render(request, "409.html", context, status=409)


def done_words(case: CaseFile, task: Task) -> str:
    """What the step did, in the words of the event that it wrote. One query."""
    return case.events.filter(subject=task.process.caseprocess.record.pk).latest("pk").words
