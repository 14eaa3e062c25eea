"""Who may review a decision for a victim: nobody who had a part in it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from casework.access.policy import Actor
from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.charging.meetings.models import ChargingMeeting
from casework.charging.models import ChargingDecision
from casework.errors import RuleBroken
from casework.events.models import Event
from casework.events.words import WORK_VERBS
from casework.people.roles import CPS_ROLES
from casework.review_rights.models import DecisionReview


def reviewed_by_another(record: DecisionReview, by: Actor) -> None:
    """Guard: who reviews took no part in the decision, in any of its rounds, and has not reviewed it before.

    That is who did something for the CPS about it, its action plans or their items, met about it, or
    holds it; who only gave the work out did not. Who does it for a colleague stands for both. CPS,
    Victims' Right to Review: by a prosecutor who was not involved before. Two queries.
    """
    decision, acting = record.right.decision, {by.person.pk, by.principal.pk}
    met = ChargingMeeting.objects.filter(decision=decision, prosecutor__in=acting)
    holds = {decision.decided_by_id, decision.prosecutor_id} & acting
    if holds or met.exists() or _acts(record, acting).exists():
        raise RuleBroken("You took part in this decision, so somebody else must review it")


def _acts(record: DecisionReview, people: set[int]) -> QuerySet[Event]:
    decision: ChargingDecision = record.right.decision
    about = [
        ActionPlan.objects.filter(decision=decision),
        ActionPlanItem.objects.filter(plan__decision=decision),
        DecisionReview.objects.filter(right__decision=decision).exclude(pk=record.pk),
    ]
    subjects = Q(subject=decision.pk)
    for records in about:
        subjects |= Q(subject__in=records.order_by().values("pk"))
    theirs = Q(actor__in=people) | Q(on_behalf_of__in=people)
    done = Event.objects.filter(theirs, subjects, case_file=record.case_file_id, role__in=CPS_ROLES)
    return done.exclude(verb__in=WORK_VERBS)
