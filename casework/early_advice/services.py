"""The verbs of early advice (Director's Guidance on Charging, 6th edition, chapter 7)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.database import in_transaction
from casework.early_advice.models import EarlyAdviceRequest
from casework.errors import RuleBroken
from casework.guards import day_happened, day_to_come
from casework.people.models import User
from casework.routes.reasons import RESPOND_BY
from casework.routes.services import position_require, record_move

Position = EarlyAdviceRequest.Position


def early_advice_open(*, case: CaseFile, at: datetime) -> EarlyAdviceRequest:
    """Every case begins with early advice to be considered. One query."""
    return EarlyAdviceRequest.objects.create(case_file=case, opened_at=at, moved_at=at)


@in_transaction
def early_advice_request(*, record: EarlyAdviceRequest, by: Actor, at: datetime, **items: Any) -> None:
    """Ask for early advice, or ask again after a rejection. `items` are those of DG6, chapter 7."""
    position_require(record, Position.CONSIDER, Position.REVISE)
    again = record.position == Position.REVISE
    record_move(
        record=record,
        to=Position.TRIAGE,
        by=by,
        at=at,
        verb="requested_again" if again else "requested",
        reason=request_words(items),
        requested_at=at,
        requested_by=by.person,
        round=record.round + again,
        **items,
    )


def request_words(items: dict[str, str]) -> str:
    """The request as its event keeps it, whatever a later round changes."""
    return "\n".join(f"{name.replace('_', ' ').capitalize()}: {text}" for name, text in items.items())


@in_transaction
def early_advice_not_sought(*, record: EarlyAdviceRequest, by: Actor, at: datetime, reason: str) -> None:
    """Record why early advice is not sought: the reason is kept in every case."""
    position_require(record, Position.CONSIDER, Position.REVISE)
    record_move(
        record=record,
        to=Position.NOT_SOUGHT,
        by=by,
        at=at,
        verb="not_sought",
        reason=reason,
        not_sought_reason=reason,
    )


@in_transaction
def early_advice_accept(
    *, record: EarlyAdviceRequest, by: Actor, at: datetime, prosecutor: User | None
) -> None:
    """Accept the request; with a prosecutor it is theirs, without it waits for one of the area."""
    position_require(record, Position.TRIAGE)
    record_move(
        record=record,
        to=Position.ADVISE,
        by=by,
        at=at,
        verb="accepted",
        accepted_at=at,
        prosecutor=prosecutor,
    )


@in_transaction
def early_advice_reject(
    *,
    record: EarlyAdviceRequest,
    by: Actor,
    at: datetime,
    reasons: list[str],
    details: dict[str, str],
    detail: str,
    respond_by: date,
) -> None:
    """Send the request back. A rejection is recorded and told with its reasons (DG6, chapter 7)."""
    position_require(record, Position.TRIAGE)
    day_to_come(respond_by, at=at, what=RESPOND_BY, field="respond_by")
    record_move(
        record=record,
        to=Position.REVISE,
        by=by,
        at=at,
        verb="rejected",
        reason=detail,
        rejection_reasons=reasons,
        rejection_details=details,
        rejection_detail=detail,
        respond_by=respond_by,
    )


@in_transaction
def early_advice_log(
    *,
    record: EarlyAdviceRequest,
    by: Actor,
    at: datetime,
    advice_mode: str,
    advised_on: date,
    **sections: str,
) -> None:
    """Log the advice. Raises RuleBroken when no section says anything."""
    position_require(record, Position.ADVISE)
    requested_on = timezone.localdate(record.requested_at) if record.requested_at else None
    day_happened(advised_on, at=at, since=requested_on, what="The date of the advice", field="advised_on")
    if not any(sections.values()):
        raise RuleBroken("Enter advice in at least one section", field="reasonable_lines")
    record_move(
        record=record,
        to=Position.ACKNOWLEDGE,
        by=by,
        at=at,
        verb="advised",
        prosecutor=by.principal,
        advice_mode=advice_mode,
        advised_on=advised_on,
        **sections,
    )


@in_transaction
def early_advice_acknowledge(*, record: EarlyAdviceRequest, by: Actor, at: datetime) -> None:
    """The police have read the advice."""
    position_require(record, Position.ACKNOWLEDGE)
    record_move(record=record, to=Position.ADVISED, by=by, at=at, verb="acknowledged")
