"""An action plan whole: what was asked, what was answered, and what went to and fro, for both sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access.policy import get_case_for
from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.action_plans.progress import progress_words
from casework.action_plans.selectors import items_told
from casework.casefiles.models import CaseFile
from casework.casefiles.routes import Route, RouteEntry
from casework.events.models import Event
from casework.obligations.models import Obligation
from casework.people.request import SignedInRequest
from casework.people.roles import Side
from workflows.pages.case import case_context, side_on
from workflows.pages.case_routes import NO_BREAK, PLANS
from workflows.pages.turn_links import turns_of
from workflows.pages.withdrawals import withdrawals_of


@require_safe
def action_plan(request: SignedInRequest, urn: str, suspect: str, number: int) -> HttpResponse:
    """The plan of that number for the suspect of that reference; 404 for one that is not issued."""
    case, today = get_case_for(request.user, urn), timezone.localdate()
    plans = ActionPlan.objects.with_progress(today).with_extensions().select_related("reviewed_by")
    plan = get_object_or_404(
        plans.select_related("decision__suspect", "issued_by"),
        case_file=case,
        decision__suspect__reference=suspect,
        number=number,
    )
    side = side_on(case, request.user)
    items = _items_of(plan, case)
    route = Route(PLANS, str(plan), [RouteEntry("plan_item", f"Item {item.number}", item) for item in items])
    context = {
        **case_context(request, case, "case_route"),
        "title": f"{plan} for {plan.decision.suspect}",
        "plan": plan,
        "progress": progress_words(plan, side),
        "side": side,
        "items": items,
        "contents": [_line(item, side) for item in items],
        "open_work": _open_work(items),
        "turns": turns_of(case, route, request.user),
        "withdrawn": withdrawals_of(case, route, request.user),
        "history": _history(case, items),
    }
    return render(request, "workflows/action_plan.html", context)


def _items_of(plan: ActionPlan, case: CaseFile) -> list[ActionPlanItem]:
    items = list(items_told(ActionPlanItem.objects.filter(plan=plan)).order_by("number"))
    for item in items:
        item.case_file = case
    return items


def _line(item: ActionPlanItem, side: Side | None) -> dict[str, object]:
    """The item in the list of the page's contents."""
    late = item.position in (item.Position.ANSWER, item.Position.EXTENSION) and item.owed_by is not None
    late = late and item.due_on < timezone.localdate()
    status, colour = ("Overdue", "red") if late else _status(item, side)
    text = f"{item.number}. {item.what}"
    href = f"#item-{item.number}"
    return {"text": text, "href": href, "hint": item.words_for(side), "status": status, "colour": colour}


def _status(item: ActionPlanItem, side: Side | None) -> tuple[str, str]:
    if item.withdrawn_at:
        return "Withdrawn", "grey"
    if item.owed_by is None:
        return "Accepted", "green"
    return (f"To{NO_BREAK}act", "blue") if item.owed_by == side else ("Waiting", "grey")


def _open_work(items: Sequence[ActionPlanItem]) -> dict[UUID, Obligation]:
    """By item, what is open of it. One query."""
    rows = Obligation.objects.open().filter(subject__in=[item.pk for item in items])
    return {row.subject: row for row in rows.select_related("owner")}


def _history(case: CaseFile, items: Sequence[ActionPlanItem]) -> dict[UUID | None, list[Event]]:
    """By item, its events, the oldest first. One query."""
    events = case.events.filter(subject__in=[item.pk for item in items]).order_by("pk")
    by_item = defaultdict(list)
    for event in events.select_related("actor", "on_behalf_of", "organisation"):
        by_item[event.subject].append(event)
    return by_item
