from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from casework.action_plans.models import ActionPlanItem
from casework.charging.models import ChargingDecision


def decisions_answered(decisions: QuerySet[ChargingDecision]) -> QuerySet[ChargingDecision]:
    """Those for which the CPS has accepted an answer to every item that it still wants, of whichever plan.

    No query of its own.
    """
    wanted = ActionPlanItem.objects.filter(plan__decision=OuterRef("pk"), withdrawn_at__isnull=True)
    return decisions.exclude(Exists(wanted.exclude(position=ActionPlanItem.Position.ACCEPTED)))
