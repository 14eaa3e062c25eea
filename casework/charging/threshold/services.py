"""Reviewing a charge under the Threshold Test (Code for Crown Prosecutors, section 5)."""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.charging.guards import decided_by_another
from casework.charging.models import ChargingDecision
from casework.charging.services import REVIEW_DAY
from casework.charging.threshold.models import ThresholdReview
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.guards import day_to_come
from casework.routes.services import position_require, record_move

Position = ChargingDecision.Position
Result = ThresholdReview.Result


@in_transaction
def threshold_full_code_met(*, record: ChargingDecision, by: Actor, at: datetime, reasons: str) -> None:
    """The expected evidence is in, and the Full Code Test is met: the charge stands."""
    _review(record, Position.CHARGED, by, at, Result.FULL_CODE_MET, reasons)


@in_transaction
def threshold_wait(
    *, record: ChargingDecision, by: Actor, at: datetime, reasons: str, review_on: date
) -> None:
    """The Full Code Test is not met yet: the Threshold Test is kept under review, with a new date."""
    day_to_come(review_on, at=at, what=REVIEW_DAY, field="review_on")
    _review(record, Position.THRESHOLD, by, at, Result.WAIT, reasons, review_on)


@in_transaction
def threshold_discontinue(*, record: ChargingDecision, by: Actor, at: datetime, reasons: str) -> None:
    """Neither test is met any more: that the prosecution be discontinued is recommended, with reasons."""
    _review(record, Position.DISCONTINUE, by, at, Result.DISCONTINUE, reasons)


def _review(
    record: ChargingDecision,
    to: str,
    by: Actor,
    at: datetime,
    result: Result,
    reasons: str,
    next_review_on: date | None = None,
) -> None:
    position_require(record, Position.THRESHOLD)
    decided_by_another(record.case_file, by)
    if not reasons:
        raise RuleBroken("Enter your reasons", field="reasons")
    ThresholdReview.objects.create(
        decision=record,
        result=result,
        reasons=reasons,
        next_review_on=next_review_on,
        reviewed_at=at,
        reviewed_by=by.person,
    )
    record_move(
        record=record,
        to=to,
        by=by,
        at=at,
        verb=f"threshold_{result}",
        reason=reasons,
        threshold_review_on=next_review_on or record.threshold_review_on,
    )
