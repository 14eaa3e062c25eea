"""The verbs of the Victims' Right to Review. Only a decision against a charge gives it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from casework.access.policy import Actor
from casework.charging.models import ChargingDecision
from casework.charging.services import round_begin
from casework.database import in_transaction
from casework.deadlines.rules import due_on
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.guards import day_happened
from casework.pages.dates import govuk_date
from casework.review_rights.guards import reviewed_by_another
from casework.review_rights.models import DecisionReview, ReviewRight
from casework.routes.models import RouteRecord
from casework.routes.services import position_require, record_move, record_withdraw

Right = ReviewRight.Position
Position = DecisionReview.Position
# Where a victim has been told of it, from where it was decided.
TOLD = {Position.UPHELD: Position.UPHELD_TOLD, Position.OVERTURNED: Position.OVERTURNED_TOLD}
OVERTAKEN = "The decision was overturned on the review that another victim asked for"


@in_transaction
def review_right_tell(*, record: ReviewRight, by: Actor, at: datetime, told_on: date, told_how: str) -> None:
    """The victim has been written to; from the letter run the days within which a review is asked for.

    Code of Practice for Victims of Crime 2020, right 6; the days are rules of the table.
    """
    position_require(record, Right.TELL)
    decided_on = timezone.localdate(record.opened_at)
    day_happened(told_on, at=at, since=decided_on, what="The date of the letter", field="told_on")
    record_move(
        record=record,
        to=Right.TOLD,
        by=by,
        at=at,
        verb="victim_told",
        reason=f"{ReviewRight.How(told_how).label}, {govuk_date(told_on)}",
        told_on=told_on,
        told_how=told_how,
        **{field: due_on(rule, told_on) for field, rule in ReviewRight.RULES.items()},
    )


@in_transaction
def review_ask(*, record: ReviewRight, by: Actor, at: datetime, asked_on: date, late_reason: str) -> None:
    """The victim asks for a review: a manager who did not decide looks at the decision again.

    Raises RuleBroken for a day before the letter or to come, for a request after the normal days
    without why it is taken, for a second one, and once the decision no longer stands.
    """
    position_require(record, Right.TOLD)
    if DecisionReview.objects.filter(right=record).exists():
        raise RuleBroken("A review of this decision has been asked for already")
    _decision_standing(record)
    day_happened(asked_on, at=at, since=record.told_on, what="The date of the request", field="asked_on")
    late = asked_on > record.ask_by  # type: ignore[operator]  # told with its dates, as a constraint holds
    if late and not late_reason:
        raise RuleBroken(_late_words(record, asked_on), field="late_reason")
    review = DecisionReview.objects.create(
        case_file=record.case_file,
        right=record,
        asked_on=asked_on,
        late_reason=late_reason if late else "",
        opened_at=at,
        moved_at=at,
    )
    event_record(
        case=record.case_file,
        by=by,
        at=at,
        route=record.route,
        verb="review_asked",
        subject=record.pk,
        reason=review.late_reason,
    )


@in_transaction
def review_uphold(*, record: DecisionReview, by: Actor, at: datetime, reasons: str) -> None:
    """The decision stands, for reasons that the victim is given."""
    position_require(record, Position.REVIEW)
    reviewed_by_another(record, by)
    _end(record, Position.UPHELD, by, at, "review_upheld", reasons)


@in_transaction
def review_overturn(*, record: DecisionReview, by: Actor, at: datetime, reasons: str) -> None:
    """The decision was wrong: it goes back to be made again, by any prosecutor of the area, a round on.

    What other victims were to be told of it, or asked about it, is no longer wanted; who was to be told
    of a review that upheld it still is.
    """
    position_require(record, Position.REVIEW)
    reviewed_by_another(record, by)
    decision = _decision_standing(record.right)
    decision.case_file = record.case_file
    _end(record, Position.OVERTURNED, by, at, "review_overturned", reasons)
    for other in records_beside(record):
        if other.owed_by and other.position != Position.UPHELD:
            record_withdraw(record=other, by=by, at=at, reason=OVERTAKEN)
    round_begin(decision, by=by, at=at, verb="overturned", reason=reasons, prosecutor=None)


@in_transaction
def review_tell(*, record: DecisionReview, by: Actor, at: datetime, told_on: date, told_how: str) -> None:
    """The victim has been written to on what came of the review, with its reasons.

    Code of Practice for Victims of Crime 2020, right 6.
    """
    position_require(record, *TOLD)
    reviewed_on = timezone.localdate(record.reviewed_at)
    day_happened(told_on, at=at, since=reviewed_on, what="The date of the letter", field="told_on")
    record_move(
        record=record,
        to=TOLD[Position(record.position)],
        by=by,
        at=at,
        verb="review_told",
        reason=f"{ReviewRight.How(told_how).label}, {govuk_date(told_on)}",
        told_on=told_on,
        told_how=told_how,
    )


def records_beside(record: DecisionReview) -> list[RouteRecord]:
    """What there is for the other victims of the same decision. Three queries."""
    right = ReviewRight.objects.get(pk=record.right_id)
    rights = ReviewRight.objects.filter(decision=right.decision_id, decision_round=right.decision_round)
    reviews = DecisionReview.objects.filter(right__in=rights)
    beside: list[RouteRecord] = [*rights.exclude(pk=right.pk), *reviews.exclude(pk=record.pk)]
    for other in beside:
        other.case_file = record.case_file
    return beside


def _decision_standing(right: ReviewRight) -> ChargingDecision:
    """Guard: the decision of which the victim was told is the one that stands. One query."""
    decision = ChargingDecision.objects.get(pk=right.decision_id)
    if decision.position != ChargingDecision.Position.NFA or decision.round != right.decision_round:
        raise RuleBroken("This decision no longer stands, so there is nothing to review")
    return decision


def _late_words(record: ReviewRight, asked_on: date) -> str:
    if record.ask_latest and asked_on > record.ask_latest:
        return f"Enter the exceptional reason for a review after {govuk_date(record.ask_latest)}"
    return f"Enter why a request after {govuk_date(record.ask_by)} is taken"  # type: ignore[arg-type]


def _end(record: DecisionReview, to: str, by: Actor, at: datetime, verb: str, reasons: str) -> None:
    if not reasons:
        raise RuleBroken("Enter your reasons", field="reasons")
    record_move(
        record=record,
        to=to,
        by=by,
        at=at,
        verb=verb,
        reason=reasons,
        reasons=reasons,
        reviewed_at=at,
        reviewed_by=by.person,
    )
