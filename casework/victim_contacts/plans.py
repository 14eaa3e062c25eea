"""Recording how a victim is to be contacted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Victim
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.guards import day_to_come
from casework.victim_contacts.models import ContactPlan, VictimContact
from casework.victim_contacts.selectors import plan_of


@in_transaction
def contact_plan_record(
    *, case: CaseFile, victim: Victim, by: Actor, at: datetime, **agreed: Any
) -> ContactPlan:
    """Record what was agreed with the victim, the first time or changed; what was agreed before is kept.

    `agreed` are the fields of ContactPlan. Raises RuleBroken for standard rights without the reason, and
    for no contact without the reason or until a day that is not to come. Three queries.
    """
    if not agreed["enhanced"] and not agreed["standard_reason"]:
        raise RuleBroken("Enter why the victim has no enhanced rights", field="standard_reason")
    if agreed["stop"] and not agreed["stop_reason"]:
        raise RuleBroken("Enter why the victim wants no contact", field="stop_reason")
    if agreed["stop_until"]:
        day_to_come(agreed["stop_until"], at=at, what="The last day without contact", field="stop_until")
    before = plan_of(victim.pk)
    plan = ContactPlan.objects.create(
        victim=victim,
        version=before.version + 1 if before else 1,
        recorded_at=at,
        recorded_by=by.person,
        **agreed,
    )
    event_record(
        case=case,
        by=by,
        at=at,
        route=VictimContact.route,
        verb="plan_changed" if before else "plan_recorded",
        subject=victim.pk,
    )
    return plan
