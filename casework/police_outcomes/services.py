"""Ending a case with a police outcome, and taking it up again. Not a decision of the CPS."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from casework.access.policy import Actor
from casework.bad_character.checkpoints.models import BadCharacterCheckpoint
from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles.complete import victims_complete
from casework.casefiles.models import CaseFile, Suspect
from casework.clinics.bookings import clinic_slot_release
from casework.database import in_transaction
from casework.early_advice.models import EarlyAdviceRequest
from casework.early_advice.record_models import LineAnswer
from casework.errors import RuleBroken
from casework.escalations.models import Escalation
from casework.events.models import Event
from casework.file_review.models import FileSubmission
from casework.file_review.rounds import FileReturn
from casework.guards import day_happened
from casework.people.roles import Side
from casework.police_outcomes.codes import codes_for, outcome_codes
from casework.police_outcomes.models import PoliceOutcome
from casework.routes.models import RouteRecord
from casework.routes.services import position_require, record_move, record_reinstate, record_withdraw
from casework.rows import rows_exist
from casework.special_measures.models import SpecialMeasures
from casework.whose_clock.services import clock_restart_sent

Position = FileSubmission.Position
ENDED = "The police have ended the case"
# What is open of these is withdrawn with the file, and wanted again with it.
BESIDE: tuple[type[RouteRecord], ...] = (
    EarlyAdviceRequest,
    LineAnswer,
    BadCharacterConsideration,
    SpecialMeasures,
    BadCharacterCheckpoint,
    Escalation,
)


class Ending(NamedTuple):
    """How the case of a suspect ends, or a case without one (None)."""

    suspect: Suspect | None
    code: str
    reasons: str
    victim_view: str = ""

    def __str__(self) -> str:
        who = f"{self.suspect}, " if self.suspect else ""
        return f"{who}outcome {outcome_codes()[self.code]}. {self.reasons}"


@in_transaction
def police_outcome_record(
    *,
    record: FileSubmission,
    by: Actor,
    at: datetime,
    endings: list[Ending],
    victim_told_on: date | None,
    victim_not_told_reason: str,
) -> None:
    """End the case with an outcome for each suspect, or one for a case without a suspect.

    What is open of early advice, bad character, special measures and escalations is withdrawn, since
    nobody needs it; a clinic slot is given back, and clocks go on. Statements of victims go on. Raises
    RuleBroken for the officer in the case and for who submitted its file, before early advice was
    considered, for an outcome that does not fit, and without when the victim was told or why not.
    """
    position_require(record, Position.PREPARE, Position.CORRECT)
    case = record.case_file
    _ended_by_another(record, by)
    _early_advice_considered(case)
    _endings_fit(case, endings)
    _victim_told(case, at, victim_told_on, victim_not_told_reason)
    PoliceOutcome.objects.bulk_create(
        PoliceOutcome(
            submission=record,
            **ending._asdict(),
            victim_told_on=victim_told_on,
            victim_not_told_reason="" if victim_told_on else victim_not_told_reason,
            recorded_at=at,
            recorded_by=by.person,
        )
        for ending in endings
    )
    reason = "\n".join(str(ending) for ending in endings)
    record_move(record=record, to=Position.ENDED, by=by, at=at, verb="ended_by_the_police", reason=reason)
    for other in _records_beside(case):
        if other.owed_by:
            record_withdraw(record=other, by=by, at=at, reason=ENDED)
    clinic_slot_release(case=case, by=by, at=at, reason=ENDED)
    for side in Side:
        clock_restart_sent(case=case, side=side, by=by, at=at, because=ENDED)


@in_transaction
def police_outcome_reopen(*, record: FileSubmission, by: Actor, at: datetime, reason: str) -> None:
    """Take the case up again: its file is prepared anew, and what was withdrawn with it is wanted again.

    A file that had come back begins the round that its correction would have been. What victims lack, since
    the case had ended before every victim had it, is opened.
    """
    position_require(record, Position.ENDED)
    if not reason:
        raise RuleBroken("Enter why the case is reopened", field="reason")
    ended_at = record.moved_at
    returned = FileReturn.objects.filter(submission=record, round=record.round).exists()
    PoliceOutcome.objects.filter(submission=record, reopened_at=None).update(reopened_at=at)
    record_move(
        record=record,
        to=Position.PREPARE,
        by=by,
        at=at,
        verb="reopened",
        reason=reason,
        round=record.round + returned,
    )
    for other in _records_beside(record.case_file):
        if other.withdrawn_at == ended_at:
            record_reinstate(record=other, by=by, at=at, reason=reason)
    victims_complete(case=record.case_file, at=at)


def records_changed_with(record: FileSubmission) -> list[RouteRecord]:
    """What was withdrawn, or taken up, with the last move of the file. Six queries."""
    changed = Event.objects.filter(
        case_file=record.case_file, at=record.moved_at, verb__in=("withdrawn", "reinstated")
    )
    keys = set(changed.values_list("subject", flat=True))
    return [other for other in _records_beside(record.case_file) if other.pk in keys]


def _records_beside(case: CaseFile) -> Iterator[RouteRecord]:
    for model in BESIDE:
        for record in model._default_manager.filter(case_file=case):
            record.case_file = case
            yield record


def _ended_by_another(record: FileSubmission, by: Actor) -> None:
    """Guard: neither the officer in the case nor who submitted its file last ends it."""
    acting = {by.person.pk, by.principal.pk}
    if record.case_file.officer_in_case_id in acting:
        raise RuleBroken("You are the officer in this case, so another supervisor must end it")
    if acting & {record.submitted_by_id, record.submitted_for_id}:
        raise RuleBroken("You submitted the file of this case, so another supervisor must end it")


def _early_advice_considered(case: CaseFile) -> None:
    """Guard: early advice has been asked for, or it is recorded why not. One query."""
    unconsidered = {"case_file": case, "position": EarlyAdviceRequest.Position.CONSIDER}
    if any(rows_exist((EarlyAdviceRequest, unconsidered))):
        raise RuleBroken("Request early advice, or record why it is not sought, before you end the case")


def _endings_fit(case: CaseFile, endings: list[Ending]) -> None:
    """Guard: one for each suspect of the case, or one for a case without; with reasons. One query."""
    suspects: set[UUID | None] = set(case.suspects.values_list("pk", flat=True))
    suspects = suspects or {None}
    ended = [ending.suspect.pk if ending.suspect else None for ending in endings]
    if set(ended) != suspects or len(ended) != len(suspects):
        raise RuleBroken("Select an outcome for each suspect")
    for ending in endings:
        _ending_fits(ending)


def _ending_fits(ending: Ending) -> None:
    named = f"_{ending.suspect.reference}" if ending.suspect else ""
    fitting = {each.code for each in codes_for(suspect_identified=ending.suspect is not None)}
    if ending.code not in fitting:
        raise RuleBroken("Select an outcome", field=f"code{named}")
    if not ending.reasons:
        raise RuleBroken("Enter your reasons", field=f"reasons{named}")
    if outcome_codes()[ending.code].victim_view_needed and not ending.victim_view:
        raise RuleBroken("Enter what the victim said", field=f"victim_view{named}")


def _victim_told(case: CaseFile, at: datetime, told_on: date | None, not_told_reason: str) -> None:
    if told_on is None and not not_told_reason:
        raise RuleBroken("Enter when the victim was told, or why not", field="victim_told_on")
    if told_on:
        what = "The date on which the victim was told"
        day_happened(told_on, at=at, since=case.reported_on, what=what, field="victim_told_on")
