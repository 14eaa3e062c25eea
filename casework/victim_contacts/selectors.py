from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db.models import QuerySet

from casework.casefiles.models import CaseFile, Victim
from casework.victim_contacts.models import ContactEntry, ContactPlan, VictimContact


def plan_of(victim: UUID) -> ContactPlan | None:
    """The contact plan that holds for the victim with this key, or None. One query."""
    return ContactPlan.objects.filter(victim=victim).order_by("-version").first()


def duties_of(case: CaseFile) -> QuerySet[VictimContact]:
    """What the victims of a case are to be told, or were, with what was done. Three queries."""
    duties = VictimContact.objects.filter(case_file=case).select_related("victim", "suspect", "event")
    return duties.prefetch_related("entries__recorded_by")


def victims_with_plans(case: CaseFile) -> list[tuple[Victim, list[ContactPlan]]]:
    """The victims of a case, each with the versions of their plan, the one that holds first. Two queries."""
    plans: dict[UUID, list[ContactPlan]] = defaultdict(list)
    for plan in ContactPlan.objects.filter(victim__case_file=case).select_related("recorded_by"):
        plans[plan.victim_id].append(plan)
    return [(victim, plans[victim.pk]) for victim in case.victims.all()]


def contact_log(victim: Victim) -> list[ContactEntry]:
    """Every contact with a victim and every attempt at one, the latest first. One query."""
    entries = ContactEntry.objects.filter(duty__victim=victim)
    return list(entries.select_related("duty__suspect", "duty__victim", "recorded_by"))
