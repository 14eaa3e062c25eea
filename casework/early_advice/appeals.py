"""The verbs of an appeal against the rejection of a request.

An officer of the rank of inspector or above may appeal (Director's Guidance on Charging, 6th edition,
chapter 7); another than who rejected it decides. The guidance's time limits are not known here, so
they are assumptions of the rule table.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access.policy import Actor
from casework.database import in_transaction
from casework.deadlines.rules import due_on
from casework.early_advice.models import EarlyAdviceAppeal, EarlyAdviceRejection, EarlyAdviceRequest
from casework.errors import Overtaken, RuleBroken
from casework.guards import working_day_to_come
from casework.pages.dates import govuk_date
from casework.people.models import User
from casework.routes.findings import Finding
from casework.routes.reasons import RESPOND_BY
from casework.routes.services import position_require, record_move
from casework.rows import row_insert, row_update

Position = EarlyAdviceRequest.Position
Outcome = EarlyAdviceAppeal.Outcome
APPEALED_ALREADY = (
    "This rejection has been appealed already. Revise the request, or record why advice is not sought"
)


@in_transaction
def early_advice_appeal_ask(*, record: EarlyAdviceRequest, by: Actor, at: datetime, why: str) -> None:
    """Ask an inspector to appeal against the rejection, once, and within the time of the rule table."""
    position_require(record, Position.REVISE)
    rejection = _rejection(record)
    if refusal := appeal_refusal(record, rejection, at):
        raise RuleBroken(refusal)
    row_insert(EarlyAdviceAppeal(rejection=rejection, asked_at=at, asked_by=by.person, why=why))
    record_move(record=record, to=Position.APPEAL, by=by, at=at, verb="appeal_asked", reason=why)


def appeal_refusal(record: EarlyAdviceRequest, rejection: EarlyAdviceRejection, at: datetime) -> str:
    """Why its rejection may not be appealed at that moment; empty if it may. No query."""
    if record.appealed_already:
        return APPEALED_ALREADY
    last = due_on("EARLY_ADVICE_APPEAL_ASKED", timezone.localdate(rejection.rejected_at))
    if timezone.localdate(at) > last:
        return f"An appeal could be asked for until {govuk_date(last)}. Revise the request instead"
    return ""


def appeal_findings(record: EarlyAdviceRequest) -> list[Finding]:
    """What stands in the way of an appeal. One query."""
    refusal = appeal_refusal(record, record.rejection, timezone.now()) if record.rejection else ""
    return [Finding(refusal, blocks=True)] if refusal else []


@in_transaction
def early_advice_appeal(*, record: EarlyAdviceRequest, by: Actor, at: datetime, grounds: str) -> None:
    """The inspector appeals; the CPS decides."""
    position_require(record, Position.APPEAL)
    _considered_by_another(record, by)
    _appeal_set(record, considered_at=at, considered_by=by.person, grounds=grounds)
    record_move(record=record, to=Position.APPEALED, by=by, at=at, verb="appealed", reason=grounds)


@in_transaction
def early_advice_not_appealed(*, record: EarlyAdviceRequest, by: Actor, at: datetime, grounds: str) -> None:
    """The inspector does not appeal: the request is to be revised, by the date that the CPS set."""
    position_require(record, Position.APPEAL)
    _considered_by_another(record, by)
    _appeal_set(record, considered_at=at, considered_by=by.person, grounds=grounds, outcome=Outcome.NOT_MADE)
    record_move(record=record, to=Position.REVISE, by=by, at=at, verb="not_appealed", reason=grounds)


@in_transaction
def early_advice_appeal_allow(
    *, record: EarlyAdviceRequest, by: Actor, at: datetime, prosecutor: User | None
) -> None:
    """The request is accepted after all; with a prosecutor it is theirs."""
    position_require(record, Position.APPEALED)
    _decided_by_another(record, by)
    _appeal_set(record, decided_at=at, decided_by=by.person, outcome=Outcome.ALLOWED)
    record_move(
        record=record,
        to=Position.ADVISE,
        by=by,
        at=at,
        verb="appeal_allowed",
        accepted_at=at,
        prosecutor=prosecutor,
    )


@in_transaction
def early_advice_appeal_dismiss(
    *, record: EarlyAdviceRequest, by: Actor, at: datetime, reasons: str, respond_by: date
) -> None:
    """The rejection stands, and the police get a new date to respond by."""
    position_require(record, Position.APPEALED)
    _decided_by_another(record, by)
    working_day_to_come(respond_by, at=at, what=RESPOND_BY, field="respond_by")
    _appeal_set(record, decided_at=at, decided_by=by.person, outcome=Outcome.DISMISSED, reasons=reasons)
    record_move(
        record=record,
        to=Position.REVISE,
        by=by,
        at=at,
        verb="appeal_dismissed",
        reason=reasons,
        respond_by=respond_by,
    )


def _considered_by_another(record: EarlyAdviceRequest, by: Actor) -> None:
    """Guard: nobody considers the appeal that they asked for, nor does who stands in for them."""
    if record.appeal_asked_by_id in (by.person.pk, by.principal.pk):
        raise RuleBroken("You asked for this appeal, so another inspector must consider it")


def _decided_by_another(record: EarlyAdviceRequest, by: Actor) -> None:
    """Guard: nobody decides an appeal against their own rejection, nor for whom they stand in or stood in."""
    rejection = _rejection(record)
    if {by.person.pk, by.principal.pk} & {rejection.rejected_by_id, rejection.rejected_for_id}:
        raise RuleBroken(
            "You rejected this request, so another District Crown Prosecutor must decide the appeal"
        )


def _rejection(record: EarlyAdviceRequest) -> EarlyAdviceRejection:
    """The rejection of this round. Raises Overtaken without one. One query the first time."""
    if record.rejection is None:
        raise Overtaken
    return record.rejection


def _appeal_set(record: EarlyAdviceRequest, **values: Any) -> None:
    """Write what became of the appeal, which is not decided yet."""
    rejection = _rejection(record)
    if not row_update(EarlyAdviceAppeal, {"rejection": rejection, "outcome": ""}, values):
        raise Overtaken
