"""What runs beside a suspect's decision, and is wanted no longer once nobody is to be charged by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from casework.access.policy import Actor
from casework.bad_character.checkpoints.models import BadCharacterCheckpoint
from casework.bad_character.models import BadCharacterConsideration
from casework.charging.models import ChargingDecision
from casework.early_advice.models import EarlyAdviceRequest
from casework.early_advice.record_models import LineAnswer
from casework.events.models import Event
from casework.routes.models import RouteRecord
from casework.routes.services import record_reinstate, record_withdraw
from casework.special_measures.models import SpecialMeasures

Position = ChargingDecision.Position
# How a decision ends without a charge.
ENDS = (Position.NFA, Position.FINALISED)
NOT_NEEDED = "The suspect is not charged"
NOBODY_CHARGED = "No suspect of the case is charged"


def beside_withdraw(record: ChargingDecision, *, by: Actor, at: datetime) -> None:
    """Withdraw what is open of the suspect's bad character, and of advice and measures where it was the last.

    Up to five queries, and two for each that is withdrawn.
    """
    _withdraw(_bad_character(record), by, at, NOT_NEEDED)
    if not ChargingDecision.objects.filter(case_file=record.case_file).exclude(position__in=ENDS).exists():
        _withdraw(_advice(record), by, at, NOBODY_CHARGED)


def beside_reinstate(record: ChargingDecision, *, by: Actor, at: datetime, reason: str) -> None:
    """Want again what was withdrawn as this decision, or the last of the case, was made.

    Up to five queries, and two for each that is wanted again.
    """
    others = ChargingDecision.objects.filter(case_file=record.case_file, position__in=ENDS)
    ended = {record.moved_at, *others.values_list("moved_at", flat=True)}
    for other in (*_bad_character(record), *_advice(record)):
        if other.withdrawn_at in ended:
            record_reinstate(record=other, by=by, at=at, reason=reason)


def beside_changed(record: ChargingDecision) -> list[RouteRecord]:
    """What was withdrawn, or wanted again, with the last move of the decision. Up to five queries."""
    changed = Event.objects.filter(
        case_file=record.case_file, at=record.moved_at, verb__in=("withdrawn", "reinstated")
    )
    keys = set(changed.values_list("subject", flat=True))
    return [other for other in (*_bad_character(record), *_advice(record)) if other.pk in keys]


def _withdraw(records: Iterable[RouteRecord], by: Actor, at: datetime, reason: str) -> None:
    for record in records:
        if record.owed_by:
            record_withdraw(record=record, by=by, at=at, reason=reason)


def _bad_character(record: ChargingDecision) -> list[RouteRecord]:
    considered = BadCharacterConsideration.objects.filter(suspect=record.suspect_id)
    checkpoints = BadCharacterCheckpoint.objects.filter(consideration__suspect=record.suspect_id)
    return [*_of_case(record, considered), *_of_case(record, checkpoints)]


def _advice(record: ChargingDecision) -> list[RouteRecord]:
    case = record.case_file
    lines = _of_case(record, LineAnswer.objects.filter(case_file=case))
    measures = _of_case(record, SpecialMeasures.objects.filter(case_file=case))
    return [*_of_case(record, EarlyAdviceRequest.objects.filter(case_file=case)), *lines, *measures]


def _of_case(record: ChargingDecision, found: Iterable[RouteRecord]) -> list[RouteRecord]:
    records = list(found)
    for each in records:
        each.case_file = record.case_file
    return records
