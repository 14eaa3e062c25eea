"""Recording the same outcome for several pieces of work, where it asks for nothing of its own in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from viewflow.workflow.models import Task

from casework.drafts.selectors import with_drafts
from casework.obligations.models import Obligation, ObligationQuerySet
from casework.pages.dates import govuk_date
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import WORKING_ROLES
from casework.routes.models import RouteRecord
from workflows.engine import work
from workflows.engine.nodes import Step
from workflows.engine.outcomes import Outcome
from workflows.engine.registry import FLOWS
from workflows.engine.tasks import is_known
from workflows.models import CaseProcess
from workflows.queues.bulk import (
    CONFIRMED,
    PER_PAGE,
    Words,
    account,
    check_page,
    nothing_selected,
    ticked_items,
)
from workflows.queues.selection import Excluded, Selection, checked, selection_of, tasks_of
from workflows.queues.standing import with_records

WHAT = "what"
ALONE = "This needs an answer of its own"
NOTHING = "Select the work that you want to record this for"


class Recordable(NamedTuple):
    """An outcome of a step that can be recorded for several at once."""

    step: Step
    outcome: Outcome

    @property
    def key(self) -> str:
        return f"{self.step.kind}.{self.outcome.key}"


def recordable() -> dict[str, Recordable]:
    """By how an address names it: "plan_item.check.accept"."""
    steps = [step for flow in FLOWS.values() for step in flow.steps()]
    found = [Recordable(step, outcome) for step in steps for outcome in step.outcomes.values()]
    return {each.key: each for each in found if each.outcome.in_bulk}


@require_http_methods(["GET", "POST"])
def record(request: SignedInRequest) -> HttpResponse:
    """Which outcome; the work that waits for it; what of the selected will be recorded; what was.

    The queries do not grow with the rows, until it is done.
    """
    if not request.user.holds(*WORKING_ROLES):
        raise PermissionDenied
    what = recordable().get(request.GET.get(WHAT, ""))
    if what is None:
        return choice_page(request)
    listed = work_for(request.user).filter(kind=what.step.kind).with_urgency(timezone.localdate())
    selection = selection_of(request.POST, listed)
    if request.method == "GET" or not selection.seen:
        return list_page(request, what, listed, selection)
    return recorded(request, what, selection)


def work_for(user: User) -> ObligationQuerySet:
    """The open work that is the person's, or that nobody has claimed. No query of its own."""
    return Obligation.objects.open().workable_by(user, "mine", "unclaimed")


def records_several(user: User) -> bool:
    """Whether the person has work of which several can be recorded at once. One query, or none."""
    steps = [each.step for each in recordable().values()]
    if not user.holds(*{step.role for step in steps}):
        return False
    return work_for(user).filter(kind__in={step.kind for step in steps}).exists()


def recorded(request: SignedInRequest, what: Recordable, selection: Selection) -> HttpResponse:
    """What of the selection can be recorded; once that is confirmed, it is."""
    theirs = Obligation.objects.workable_by(request.user).filter(kind=what.step.kind)
    found = checked(with_drafts(theirs, request.user), selection, lambda row: why_not(row, request.user))
    tasks = tasks_of(found.included)
    arguments, alone = arguments_of(tasks, what, request.POST if CONFIRMED in request.POST else None)
    found.excluded += [Excluded(row, alone[row.task]) for row in found.included if row.task in alone]
    found.included = [row for row in found.included if row.task not in alone]
    words = words_for(what, len(found.included))
    if CONFIRMED not in request.POST:
        return check_page(request, words, found, carried(arguments, what))
    came = work.complete_many(
        tasks=[task for task in tasks if task.pk in arguments],
        by=request.user,
        at=timezone.now(),
        outcome=what.outcome.key,
        arguments=arguments,
    )
    return account(request, words, found, came, {})


def why_not(row: Any, user: User) -> str:
    """Why the same cannot be recorded for this work; empty if it can. Reads `has_draft`."""
    if row.owner_id not in (None, user.pk, *user.stands_in_for):
        return f"{row.owner.signature} has claimed this"
    if row.held_until:
        return f"This is on hold until {govuk_date(row.held_until)}. End the hold first"
    return "You have a draft of an answer of its own" if row.has_draft else ""


def carried(arguments: Mapping[int, dict[str, Any]], what: Recordable) -> dict[str, str]:
    """What the page to be confirmed holds unseen of each task, such as the version that is acknowledged."""
    names = [name for name, field in what.outcome.form.base_fields.items() if field.widget.is_hidden]
    return {f"{name}-{task}": str(given[name]) for task, given in arguments.items() for name in names}


def arguments_of(
    tasks: Sequence[Task], what: Recordable, confirmed: Mapping[str, str] | None
) -> tuple[dict[int, dict[str, Any]], dict[int | None, str]]:
    """By task, what its verb is given; and why others must be answered one by one.

    `confirmed` is what the page to be confirmed held, None before that.

    One query for the processes, one for each kind of record and for what its form reads, and what
    findings ask.
    """
    processes = CaseProcess.objects.select_related("case_file").in_bulk([task.process_id for task in tasks])
    with_records(list(processes.values()))
    prefetch_related_objects([process.record for process in processes.values()], *what.outcome.reads)
    arguments: dict[int, dict[str, Any]] = {}
    alone: dict[int | None, str] = {}
    for task in tasks:
        # A former version of the flow may know it under this name, or not.
        outcome = task.flow_task.outcomes.get(what.outcome.key) if is_known(task) else None
        given = _answer(outcome, processes[task.process_id].record, task.pk, confirmed) if outcome else ALONE
        if isinstance(given, str):
            alone[task.pk] = given
        else:
            arguments[task.pk] = given
    return arguments, alone


def _answer(
    outcome: Outcome, record: RouteRecord, task: int, confirmed: Mapping[str, str] | None
) -> dict[str, Any] | str:
    """What the verb is given where nothing was typed, or why that is not enough."""
    blocking = [finding.words for finding in outcome.found_on(record) if finding.blocks]
    unseen = outcome.form(record=record).hidden_fields()
    found = {each.name: each.value() for each in unseen}
    held = found if confirmed is None else {name: confirmed.get(f"{name}-{task}", "") for name in found}
    form = outcome.form(held, record=record)
    if blocking or not form.is_valid():
        return blocking[0] if blocking else ALONE
    return form.arguments()


def words_for(what: Recordable, number: int) -> Words:
    label = what.outcome.label
    return Words(
        check="record this for several cases",
        will=f"Will be recorded: {label[0].lower()}{label[1:]}",
        will_not="Will not be recorded",
        submit=f"{what.outcome.button} ({number})",
        done=f"Recorded: {label[0].lower()}{label[1:]}",
        not_done="Not recorded",
        list="your work of this kind",
    )


def choice_page(request: SignedInRequest) -> HttpResponse:
    """What can be recorded for several at once, and for how many. One query."""
    counted = work_for(request.user).order_by().values_list("kind").annotate(Count("pk"))
    numbers = dict(counted)
    links = [
        {
            "text": each.outcome.label,
            "href": f"{reverse('record')}?{urlencode({WHAT: each.key})}",
            "number": numbers[each.step.kind],
        }
        for each in recordable().values()
        if each.step.kind in numbers
    ]
    return render(request, "workflows/record.html", {"title": "Record for several cases", "links": links})


def list_page(
    request: SignedInRequest, what: Recordable, listed: ObligationQuerySet, selection: Selection
) -> HttpResponse:
    """The work that waits for it, to be ticked."""
    pages = Paginator(with_drafts(listed.select_related("case_file", "owner"), request.user), PER_PAGE)
    numbered, sent = pages.get_page(request.GET.get("page")), request.method == "POST"
    context = {
        "title": f"{what.outcome.label} ({pages.count})",
        "forms": [nothing_selected(numbered, NOTHING)] if sent else [],
        "page": numbered,
        "query": urlencode({WHAT: what.key}),
        "rows": ticked_items(numbered, request.user, selection.seen),
        "action": request.get_full_path(),
    }
    return render(request, "workflows/record_list.html", context, status=422 if sent else 200)
