"""The verbs of the action plan: asked by the CPS, answered by the police, item by item."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from casework.access.policy import Actor
from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.charging.models import ChargingDecision
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.guards import day_to_come
from casework.routes.services import position_require, record_move, record_reinstate

Position = ActionPlanItem.Position


@in_transaction
def action_plan_issue(
    *, decision: ChargingDecision, by: Actor, at: datetime, items: list[dict[str, Any]]
) -> ActionPlan:
    """Issue the next plan of a decision. `items` have what, why, category and due_on."""
    if not items:
        raise RuleBroken("Enter at least one item")
    for item in items:
        day_to_come(item["due_on"], at=at, what="The date the answer is due", field=None)
    number = ActionPlan.objects.filter(decision=decision).count() + 1
    plan = ActionPlan.objects.create(
        case_file=decision.case_file, decision=decision, number=number, issued_at=at, issued_by=by.principal
    )
    ActionPlanItem.objects.bulk_create(
        ActionPlanItem(
            case_file=decision.case_file, plan=plan, number=index, opened_at=at, moved_at=at, **item
        )
        for index, item in enumerate(items, start=1)
    )
    event_record(
        case=decision.case_file, by=by, at=at, route=ActionPlanItem.route, verb="issued", subject=plan.pk
    )
    return plan


@in_transaction
def action_plan_item_answer(
    *, record: ActionPlanItem, by: Actor, at: datetime, answer: str, answer_detail: str
) -> None:
    """Answer one item."""
    position_require(record, Position.ANSWER)
    record_move(
        record=record,
        to=Position.CHECK,
        by=by,
        at=at,
        verb="answered",
        reason=f"{ActionPlanItem.Answer(answer).label}: {answer_detail}",
        answer=answer,
        answer_detail=answer_detail,
    )


@in_transaction
def action_plan_item_accept(*, record: ActionPlanItem, by: Actor, at: datetime) -> None:
    """Accept the answer; the item is closed."""
    position_require(record, Position.CHECK)
    record_move(record=record, to=Position.ACCEPTED, by=by, at=at, verb="answer_accepted")


@in_transaction
def action_plan_item_reinstate(*, record: ActionPlanItem, by: Actor, at: datetime, reason: str) -> None:
    """Want a withdrawn item again. Raises RuleBroken once the decision has gone on without it."""
    if record.plan.decision.position != ChargingDecision.Position.WAITING:
        raise RuleBroken("The charging decision has gone on without this item. Set another action plan")
    record_reinstate(record=record, by=by, at=at, reason=reason)


@in_transaction
def action_plan_item_return(*, record: ActionPlanItem, by: Actor, at: datetime, return_reason: str) -> None:
    """Send the answer back; the item keeps its date."""
    position_require(record, Position.CHECK)
    record_move(
        record=record,
        to=Position.ANSWER,
        by=by,
        at=at,
        verb="answer_returned",
        reason=return_reason,
        return_reason=return_reason,
        round=record.round + 1,
    )
