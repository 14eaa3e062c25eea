"""A person's step: choose how it ends, fill in what that asks for, send it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

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
from casework.drafts.models import Draft
from casework.drafts.place import Place
from casework.errors import Overtaken, RuleBroken
from casework.events.models import Event
from casework.forms import RepeatingStepForm, StepForm, refusal_show
from casework.obligations.models import Obligation
from casework.people.request import SignedInRequest
from workflows.engine import work
from workflows.engine.nodes import Outcome, Step
from workflows.pages.before_contact import contact_at
from workflows.pages.case import case_context, side_on
from workflows.pages.dates import dates_of, may_direct
from workflows.pages.drafts import (
    DraftLink,
    draft_answer,
    draft_context,
    draft_links,
    draft_of,
    form_of,
    is_about_draft,
)
from workflows.pages.finding_links import findings_told
from workflows.pages.guide import guide_at
from workflows.pages.letters import letters_at
from workflows.pages.looking import looked
from workflows.pages.moved import moved_tell
from workflows.pages.turn_links import turn_links
from workflows.pages.unsent import texts_of, unsent_left, unsent_restore

OPEN = (STATUS.NEW, STATUS.ASSIGNED)


@require_http_methods(["GET", "POST"])
def step(request: SignedInRequest, urn: str, task: int) -> HttpResponse:
    """GET shows the step; POST ends it. A step of another role is shown without its form (403 to POST)."""
    case = get_case_for(request.user, urn)
    found = task_of(case, task)
    if request.method == "POST" and not holds_role(request, case, found):
        raise PermissionDenied
    if request.method == "GET" and found.status not in OPEN:
        return gone(request, case, found)
    if request.method == "GET":
        unsent_restore(request=request, user=request.user)
    return step_answer(request, case, found)


def gone(request: SignedInRequest, case: CaseFile, task: Task) -> HttpResponse:
    """To the case, from the address of a step that is over; or what was typed for it, told this once."""
    if typed := unsent_left(request, task):
        return render(request, "workflows/step_over.html", {**case_context(request, case, "step"), **typed})
    messages.info(request, f"That work has already been {became(task)}. This is how the case stands now.")
    return redirect("case", urn=case.urn)


def became(task: Task) -> str:
    """What became of a step that is over. One that was cancelled may have been taken up again, or moved."""
    if is_withdrawn(task):
        return "withdrawn"
    return "opened anew" if task.status == STATUS.CANCELED else "done"


def is_withdrawn(task: Task) -> bool:
    return task.status == STATUS.CANCELED and task.process.caseprocess.record.withdrawn_at is not None


def step_answer(request: SignedInRequest, case: CaseFile, task: Task) -> HttpResponse:
    """The question which way the step ends, the form of that way, or what sending it gives."""
    outcome = outcome_chosen(task.flow_task, request)
    if outcome is None or (request.method == "GET" and not may_work(request, case, task)):
        return choice_page(request, case, task)
    draft = draft_of(request, place_of(task, outcome))
    form = form_of(request, outcome, task.process.caseprocess.record, draft)
    if is_about_draft(request):
        again = partial(step_page, request, case, task, outcome=outcome, form=form.unjudged(), status=409)
        return draft_answer(request, case, place_of(task, outcome), again)
    if request.method == "POST" and not getattr(form, "asks_for_another", False):
        return send(request, case, task, outcome, form)
    return step_page(request, case, task, outcome=outcome, form=form, draft=draft)


def choice_page(request: SignedInRequest, case: CaseFile, task: Task) -> HttpResponse:
    """What is to be done, and the question which way it ends; with the drafts of who may do it."""
    href = reverse("step", kwargs={"urn": case.urn, "task": task.pk})
    drafts = draft_links(request.user, task, href) if may_work(request, case, task) else []
    return step_page(request, case, task, choice=choice_form(task.flow_task, request), drafts=drafts)


def send(
    request: SignedInRequest, case: CaseFile, task: Task, outcome: Outcome, form: StepForm
) -> HttpResponse:
    """End the step, or show the page again with what was typed and why it was not taken."""
    if not form.is_valid():
        return step_page(request, case, task, outcome=outcome, form=form, status=422)
    at = timezone.now()
    try:
        work.complete(task=task, by=request.user, at=at, outcome=outcome.key, arguments=form.arguments())
    except work.AlreadyDone as refusal:
        return done_before(request, case, refusal, outcome.label, form)
    except RuleBroken as refusal:
        refusal_show(form, refusal)
        return step_page(request, case, task, outcome=outcome, form=form, status=status_of(refusal))
    messages.success(request, f"{done_words(case, task)}.")
    moved_tell(request, case, at)
    return redirect("case", urn=case.urn)


def done_before(
    request: SignedInRequest, case: CaseFile, refusal: work.AlreadyDone, asked: str, form: forms.Form
) -> HttpResponse:
    """To who sends again what they did themselves: no form, but what they typed now, and the case."""
    context = {
        **case_context(request, case, "step"),
        "title": refusal.message,
        "over": "You sent it before, perhaps from another tab.",
        "asked": asked,
        "texts": texts_of(form),
    }
    return render(request, "workflows/step_over.html", context, status=409)


def status_of(refusal: RuleBroken) -> int:
    """How a refusal is answered: failed here, lost to somebody else, or to be put right in the form."""
    if isinstance(refusal, work.WorkFailed):
        return 500
    return 409 if isinstance(refusal, work.WorkRefused | Overtaken) else 422


def task_of(case: CaseFile, task: int) -> Task:
    """The step with this number in this case, or 404. One query."""
    steps = Task.objects.filter(process__caseprocess__case_file=case, flow_task_type=Step.task_type)
    return get_object_or_404(steps.select_related("process__caseprocess", "owner"), pk=task)


def holds_role(request: SignedInRequest, case: CaseFile, task: Task) -> bool:
    return actor_on(case, request.user, (task.flow_task.role,)) is not None


def may_work(request: SignedInRequest, case: CaseFile, task: Task) -> bool:
    """Their own work, their pool's, and that of somebody away for whom they stand in."""
    theirs = (None, request.user.pk, *request.user.stands_in_for)
    return holds_role(request, case, task) and task.owner_id in theirs


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


def place_of(task: Task, outcome: Outcome) -> Place:
    """The form of an outcome of a step. No query."""
    return Place(task.process.caseprocess.record_key, task.flow_task.kind, outcome.key)


def step_page(
    request: SignedInRequest,
    case: CaseFile,
    task: Task,
    *,
    outcome: Outcome | None = None,
    form: StepForm | None = None,
    choice: forms.Form | None = None,
    draft: Draft | None = None,
    drafts: Sequence[DraftLink] = (),
    status: int = 200,
) -> HttpResponse:
    node, record = task.flow_task, task.process.caseprocess.record
    record.case_file = case
    asked, owed = form or choice, get_object_or_404(Obligation, task=task.pk)
    context = {
        **case_context(request, case, "step"),
        "title": outcome.label if outcome else node.title,
        "step": node,
        "task": task,
        "kind": node.flow_class.carries,
        "record": record,
        "owed": owed,
        "dates": dates_of(owed),
        "may_direct": may_direct(case, owed, request.user),
        "hold": hold_of(case, owed),
        "outcome": outcome,
        "form": asked,
        "findings": findings_told(case, record, outcome.found_on(record)) if outcome else [],
        "drafts": drafts,
        "changes": looked(request, case) if request.method == "GET" else None,
        **draft_context(request, case, place_of(task, outcome) if outcome else None, form, draft),
        "forms": form.parts if isinstance(form, RepeatingStepForm) else [],
        "side": side_on(case, request.user),
        "holds_role": holds_role(request, case, task),
        "may_work": may_work(request, case, task),
        "mine": task.owner_id == request.user.pk,
        "stands_in": task.owner_id in request.user.stands_in_for,
        "may_hand_over": task.status in OPEN and work.may_hand_over(node, case, task, request.user),
        "may_hold": task.status in OPEN and work.may_hold(node, case, task, request.user),
        "may_withdraw": task.status in OPEN and work.may_withdraw(node, case, task, request.user),
        "back_href": back_href(request, case, task, outcome),
        "turns": turn_links(case, node.flow_class.carries, record, request.user),
        "routes": {key: title for key, (title, _) in ROUTES.items()},
        "guide": guide_at(node.kind),
        "contact": contact_at(case, request.user, node.kind, record),
        "letters": letters_at(case, record, request.user),
    }
    return render(request, "workflows/step.html", context, status=status)


def hold_of(case: CaseFile, owed: Obligation) -> Event | None:
    """Who put the work on hold, until when and why. One query for work that is on hold."""
    if owed.held_until is None:
        return None
    held = case.events.filter(subject=owed.subject, step=owed.kind, verb="held")
    return held.select_related("actor", "on_behalf_of").order_by("pk").last()


def back_href(request: SignedInRequest, case: CaseFile, task: Task, outcome: Outcome | None) -> str:
    if outcome and len(task.flow_task.outcomes) > 1:
        return reverse("step", kwargs={"urn": case.urn, "task": task.pk})
    return reverse("case", kwargs={"urn": case.urn})


def done_words(case: CaseFile, task: Task) -> str:
    """What the step did, in the words of the event that it wrote. One query."""
    return case.events.filter(subject=task.process.caseprocess.record.pk).latest("pk").words
