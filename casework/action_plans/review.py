"""A further plan after a Full Code submission: reviewed by a District Crown Prosecutor before it goes out.

In rape cases since March 2021, as the CPS told the joint inspection (response to phase one). Before
approval it is the CPS's own: the police see neither the plan nor its items.

A trigger of the table holds it for the plans of one decision. Whom an item is about is written after the
plan, so that what is asked about the suspect of another decision is held here, under the lock of the case.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from casework.access.policy import Actor
from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.action_plans.proposals import PlanProposal, ProposedItem
from casework.action_plans.services import action_plan_issue, items_require, items_write, suspects_of
from casework.charging.models import ChargingDecision
from casework.charging.sending import clock_restart_decided
from casework.database import in_transaction
from casework.errors import Overtaken, RuleBroken
from casework.file_review.models import FileSubmission
from casework.pages.dates import govuk_date
from casework.routes.findings import Finding
from casework.routes.services import position_require, record_move
from casework.rows import rows_exist

Position, Verdict = ChargingDecision.Position, PlanProposal.Verdict


def review_needed(decision: ChargingDecision, items: list[dict[str, Any]]) -> bool:
    """Whether a plan of these items is a further one, and the Full Code Test was asked for.

    It is one where the decision has an issued plan, or an issued item of any plan of the case is about a
    suspect of these: who is asked about again is what counts, not on whose decision. Up to two queries.
    """
    further, full_code = rows_exist(
        (ActionPlan, {"decision": decision}),
        (FileSubmission, {"case_file": decision.case_file, "code_test": "full_code"}),
    )
    return full_code and (further or _asked_before(decision, items))


def _asked_before(decision: ChargingDecision, items: list[dict[str, Any]]) -> bool:
    suspects = {suspect for item in items for suspect in suspects_of(item, decision)}
    return ActionPlanItem.objects.filter(case_file=decision.case_file, suspects__in=suspects).exists()


@in_transaction
def action_plan_propose(
    *, decision: ChargingDecision, by: Actor, at: datetime, items: list[dict[str, Any]]
) -> PlanProposal:
    """Keep a further plan for review, its items as for `action_plan_issue`. The decision is not moved."""
    items_require(items, at=at)
    proposal = PlanProposal.objects.create(
        decision=decision, proposed_by=by.person, proposed_for=by.on_behalf_of, proposed_at=at
    )
    items_write(ProposedItem, decision, items, proposal=proposal)
    return proposal


@in_transaction
def action_plan_approve(*, record: ChargingDecision, by: Actor, at: datetime) -> None:
    """Let the proposed plan go out as it is: the decision waits for its answers.

    Raises RuleBroken for who drafted it, and when the date of an item has passed meanwhile.
    """
    position_require(record, Position.PLAN_REVIEW)
    proposal = _reviewed_by_another(record, by)
    for late in _due_in_the_past(proposal, at):
        raise RuleBroken(late)
    plan = action_plan_issue(
        decision=record,
        by=by,
        at=at,
        items=[item.asked() for item in proposal.items.prefetch_related("suspects")],
        issued_by=proposal.drafter,
        reviewed_by=by.person,
    )
    _review(proposal, by, at, Verdict.APPROVED, plan=plan)
    record_move(record=record, to=Position.WAITING, by=by, at=at, verb="action_plan_approved")
    clock_restart_decided(record, by, at)


@in_transaction
def action_plan_send_back(*, record: ChargingDecision, by: Actor, at: datetime, comments: str) -> None:
    """Send the proposed plan back to who drafted it. What was proposed is kept, and not issued.

    The comments are not in the event, which the police see. Raises RuleBroken for who drafted it.
    """
    position_require(record, Position.PLAN_REVIEW)
    proposal = _reviewed_by_another(record, by)
    if not comments:
        raise RuleBroken("Enter what the prosecutor should change", field="comments")
    _review(proposal, by, at, Verdict.SENT_BACK, comments=comments)
    record_move(record=record, to=Position.REVIEW, by=by, at=at, verb="action_plan_sent_back")


def findings_before_approving(record: ChargingDecision) -> list[Finding]:
    """The items of the proposed plan whose date has passed while it waited. Two queries."""
    proposal = proposal_open(record)
    late = _due_in_the_past(proposal, timezone.now()) if proposal else []
    return [Finding(words, blocks=True) for words in late]


def _due_in_the_past(proposal: PlanProposal, at: datetime) -> list[str]:
    passed = proposal.items.filter(due_on__lte=timezone.localdate(at))
    return [
        f"Item {item.number} was due on {govuk_date(item.due_on)}. Send the plan back for a new date"
        for item in passed
    ]


def _reviewed_by_another(record: ChargingDecision, by: Actor) -> PlanProposal:
    """Guard: who drafted the plan, or had it drafted in their place, does not review it. One query."""
    proposal = proposal_open(record)
    if proposal is None:
        raise RuleBroken("There is no proposed plan to review. Tell your administrator")
    acting = {by.person.pk, by.principal.pk}
    if acting & {proposal.proposed_by_id, proposal.proposed_for_id}:
        raise RuleBroken("You drafted this action plan, so somebody else must review it")
    return proposal


def proposal_open(decision: ChargingDecision) -> PlanProposal | None:
    """The plan that waits for review: the last, if an administrator set one aside before. One query."""
    waiting = PlanProposal.objects.filter(decision=decision, verdict="")
    return waiting.select_related("proposed_by", "proposed_for").last()


def _review(proposal: PlanProposal, by: Actor, at: datetime, verdict: str, **said: object) -> None:
    """Keep the verdict on a proposal that has none yet. Raises Overtaken. One query."""
    undecided = PlanProposal.objects.filter(pk=proposal.pk, verdict="")
    if not undecided.update(verdict=verdict, reviewed_by=by.person, reviewed_at=at, **said):
        raise Overtaken
