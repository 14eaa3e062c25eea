from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.action_plans.progress import ActionPlanQuerySet, progress_words
from casework.action_plans.proposals import PlanProposal
from casework.casefiles.models import CaseFile
from casework.charging.models import ChargingDecision
from casework.people.roles import Side

WHO = ("by", "on_behalf_of")


def decisions_answered(decisions: QuerySet[ChargingDecision]) -> QuerySet[ChargingDecision]:
    """Those for which the CPS has accepted an answer to every item that it still wants, of whichever plan.

    No query of its own.
    """
    wanted = ActionPlanItem.objects.filter(plan__decision=OuterRef("pk"), withdrawn_at__isnull=True)
    return decisions.exclude(Exists(wanted.exclude(position=ActionPlanItem.Position.ACCEPTED)))


def plans_of(case: CaseFile, today: date) -> ActionPlanQuerySet:
    """The issued plans of a case with how they stand, the oldest first. One query."""
    plans = ActionPlan.objects.filter(case_file=case).with_progress(today)
    return plans.select_related("decision__suspect").order_by("issued_at")


def plans_in_words(case: CaseFile, side: Side | None, today: date) -> list[str]:
    """How each plan stands for a reader: "Plan 1 for S1: 3 of 5 answered, 1 overdue". One query."""
    return [
        f"Plan {plan.number} for {plan.decision.suspect}: {progress_words(plan, side)}"
        for plan in plans_of(case, today)
    ]


def items_told(items: QuerySet[ActionPlanItem]) -> QuerySet[ActionPlanItem]:
    """With all that their record shows: whom they are about, and what went to and fro. Six queries."""
    return items.select_related("plan__decision__suspect", "plan__issued_by", "owner").prefetch_related(
        "suspects",
        Prefetch("extensions", _rows("extensions").select_related(*WHO, "decided_by", "decided_for")),
        *(Prefetch(name, _rows(name).select_related(*WHO)) for name in ("answers", "verdicts", "messages")),
    )


def _rows(name: str) -> QuerySet[Any]:
    model: Any = ActionPlanItem._meta.get_field(name).related_model
    return model.objects.all()


def proposals_told() -> Prefetch:
    """Of decisions, the proposed plans that were not issued, for the CPS to see. Up to three queries."""
    unissued = PlanProposal.objects.filter(plan__isnull=True)
    people = ("proposed_by", "proposed_for", "reviewed_by")
    return Prefetch("plan_proposals", unissued.select_related(*people).prefetch_related("items__suspects"))
