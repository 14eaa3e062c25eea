"""Closing a case that the police left unanswered, and taking it up again. No decision of a prosecutor.

An administrative finalisation says nothing on the evidence or the public interest. It does not end
proceedings, gives no right to a review and may be taken back on new material (House of Commons,
written answer of 17 June 2019).
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from casework.access.policy import Actor
from casework.action_plans.models import ActionPlanItem
from casework.action_plans.services import UNANSWERED
from casework.charging.beside import beside_withdraw
from casework.charging.finalisation.selectors import WITH_THE_CPS, pauses_of_the_police, silences
from casework.charging.models import ChargingDecision
from casework.charging.services import round_begin
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.pages.dates import govuk_date
from casework.people.roles import Side
from casework.routes.findings import Finding
from casework.routes.services import position_require, record_move, record_withdraw
from casework.whose_clock.services import clock_restart_sent

Position = ChargingDecision.Position
FINALISED = "The case was finalised administratively"


@in_transaction
def charging_decision_finalise(*, record: ChargingDecision, by: Actor, at: datetime, reason: str) -> None:
    """Finalise administratively, after the silence and the warnings that the rules ask for.

    The open items of its plans are withdrawn. Raises RuleBroken before that, and while an answer is
    with the CPS, the police wait for a third party or an item is not due yet. A few queries, and two for
    each open item.
    """
    position_require(record, Position.WAITING)
    if not reason:
        raise RuleBroken("Enter why the case is finalised", field="reason")
    finalisation_allowed(record, at)
    for item in items_open(record):
        item.case_file = record.case_file
        record_withdraw(record=item, by=by, at=at, reason=reason)
    record_move(
        record=record,
        to=Position.FINALISED,
        by=by,
        at=at,
        verb="administratively_finalised",
        reason=reason,
        finalised_reason=reason,
        finalised_by=by.person,
    )
    asked = ActionPlanItem.objects.filter(position__in=UNANSWERED)
    clock_restart_sent(
        case=record.case_file, side=Side.POLICE, by=by, at=at, but_for=asked, because=FINALISED
    )
    beside_withdraw(record, by=by, at=at)


@in_transaction
def charging_decision_take_up(*, record: ChargingDecision, by: Actor, at: datetime, reason: str) -> None:
    """Reopen a finalised decision on new material: it comes to the prosecutor, a round on.

    A prosecutor looks at the new material first. What was asked before stays withdrawn: it may be
    answered by it, or no longer needed, and another plan can ask for it.
    """
    position_require(record, Position.FINALISED)
    if not reason:
        raise RuleBroken("Enter what is new", field="reason")
    round_begin(record, by=by, at=at, verb="reopened", reason=reason)


def finalisation_allowed(record: ChargingDecision, at: datetime) -> None:
    """Guard: the police have been silent for long enough, and were warned. Three queries."""
    missing = finalisation_missing(record, at)
    if missing:
        raise RuleBroken(missing)


def finalisation_missing(record: ChargingDecision, at: datetime) -> str:
    """What keeps the decision from being finalised, in words; nothing where it may be. Three queries."""
    today, items = timezone.localdate(at), items_open(record)
    if any(item.position in WITH_THE_CPS for item in items):
        return "The police have answered, or asked for more time. Deal with that before you finalise the case"
    pause = pauses_of_the_police().filter(case_file=record.case_file_id).first()
    if pause:
        return f"The police wait for a third party, expected on {govuk_date(pause.expected_on)}"
    (silence,) = silences(ChargingDecision.objects.filter(pk=record.pk))
    allowed_on = max([silence.may_be_finalised_on, *(item.due_on for item in items)])
    if allowed_on > today:
        return (
            f"You can finalise from {govuk_date(allowed_on)}, if the police stay silent until then. "
            f"They were last heard on {govuk_date(silence.since)}, and are warned twice"
        )
    return ""


def findings_before_finalising(record: ChargingDecision) -> list[Finding]:
    """What keeps a decision from being finalised today. Three queries."""
    missing = finalisation_missing(record, timezone.now())
    return [Finding(missing, blocks=True)] if missing else []


def items_open(record: ChargingDecision) -> list[ActionPlanItem]:
    """The items that the CPS still wants and has accepted no answer to. One query."""
    wanted = ActionPlanItem.objects.filter(plan__decision=record, withdrawn_at__isnull=True)
    return list(wanted.exclude(position=ActionPlanItem.Position.ACCEPTED).select_related("plan"))


def items_withdrawn_with(record: ChargingDecision) -> list[ActionPlanItem]:
    """The items that were withdrawn as the decision was finalised, with their case. One query."""
    items = ActionPlanItem.objects.filter(plan__decision=record, withdrawn_at=record.moved_at)
    found = list(items.select_related("plan"))
    for item in found:
        item.case_file = record.case_file
    return found
