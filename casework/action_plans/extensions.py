"""More time for an item: asked for by the police, granted, shortened or refused by the CPS."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from casework.access.policy import Actor
from casework.action_plans.exchange import ExtensionRequest
from casework.action_plans.models import ActionPlanItem
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.guards import working_day_to_come
from casework.pages.dates import govuk_date
from casework.routes.services import position_require, record_move

Position, Decision = ActionPlanItem.Position, ExtensionRequest.Decision


@in_transaction
def extension_ask(
    *, record: ActionPlanItem, by: Actor, at: datetime, asked_for: date, extension_reason: str
) -> None:
    """Ask the CPS for a later date. The date that stands is kept, and stands until the CPS decides.

    Raises RuleBroken for a date that is past, or not after the one that stands.
    """
    position_require(record, Position.ANSWER)
    _later_require(record, asked_for, at=at, field="asked_for")
    if not extension_reason:
        raise RuleBroken("Enter why you need more time", field="extension_reason")
    extension_lapse(record=record, by=by, at=at)
    ExtensionRequest.objects.create(
        item=record,
        old_due_on=record.due_on,
        asked_for=asked_for,
        reason=extension_reason,
        by=by.person,
        on_behalf_of=by.on_behalf_of,
        at=at,
    )
    record_move(
        record=record, to=Position.EXTENSION, by=by, at=at, verb="more_time_asked", reason=extension_reason
    )


@in_transaction
def extension_grant(*, record: ActionPlanItem, by: Actor, at: datetime) -> None:
    """Grant the date that was asked for. Raises RuleBroken once that has passed."""
    position_require(record, Position.EXTENSION)
    asked = _open_of(record)
    if asked is None or asked.asked_for <= timezone.localdate(at):
        raise RuleBroken("The date that was asked for has passed. Give another date")
    _decide(record, by, at, Decision.GRANTED, due_on=asked.asked_for)


@in_transaction
def extension_shorten(*, record: ActionPlanItem, by: Actor, at: datetime, due_on: date, reason: str) -> None:
    """Give another date than was asked for: earlier, unless that has passed. Raises RuleBroken."""
    position_require(record, Position.EXTENSION)
    _later_require(record, due_on, at=at, field="due_on")
    asked = _open_of(record)
    if asked and timezone.localdate(at) < asked.asked_for <= due_on:
        words = f"The new date must be before {govuk_date(asked.asked_for)}, which was asked for"
        raise RuleBroken(words, field="due_on")
    if not reason:
        raise RuleBroken("Enter why you give less time", field="reason")
    _decide(record, by, at, Decision.SHORTENED, due_on=due_on, reason=reason)


@in_transaction
def extension_refuse(*, record: ActionPlanItem, by: Actor, at: datetime, reason: str) -> None:
    """Refuse more time: the date that stood before stands. Raises RuleBroken without a reason."""
    position_require(record, Position.EXTENSION)
    if not reason:
        raise RuleBroken("Enter why you refuse more time", field="reason")
    _decide(record, by, at, Decision.REFUSED, due_on=record.due_on, reason=reason)


def extension_lapse(*, record: ActionPlanItem, by: Actor, at: datetime) -> None:
    """Close a request that is still open when the item is answered, or asked about anew. One query."""
    _close(record, by, at, Decision.LAPSED, due_on=record.due_on)


def _open_of(record: ActionPlanItem) -> ExtensionRequest | None:
    """The request to decide on; none where an administrator has moved the item here. One query."""
    return ExtensionRequest.objects.filter(item=record, decision="").first()


def _later_require(record: ActionPlanItem, day: date, *, at: datetime, field: str) -> None:
    working_day_to_come(day, at=at, what="The new date", field=field)
    if day <= record.due_on:
        words = f"The new date must be after {govuk_date(record.due_on)}, when the answer is due now"
        raise RuleBroken(words, field=field)


def _decide(
    record: ActionPlanItem, by: Actor, at: datetime, decision: str, *, due_on: date, reason: str = ""
) -> None:
    """Keep the decision beside the request, and give the item back to the police with its date."""
    _close(record, by, at, decision, due_on=due_on, reason=reason)
    record_move(
        record=record,
        to=Position.ANSWER,
        by=by,
        at=at,
        verb=f"more_time_{decision}",
        reason=reason,
        due_on=due_on,
    )


def _close(
    record: ActionPlanItem, by: Actor, at: datetime, decision: str, *, due_on: date, reason: str = ""
) -> None:
    ExtensionRequest.objects.filter(item=record, decision="").update(
        decision=decision,
        decided_due_on=due_on,
        decision_reason=reason,
        decided_by=by.person,
        decided_for=by.on_behalf_of,
        decided_at=at,
    )
