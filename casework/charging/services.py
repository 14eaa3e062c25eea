"""The verbs of charging (Code for Crown Prosecutors; Director's Guidance on Charging, 6th edition)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from casework.access.policy import Actor
from casework.action_plans.review import action_plan_propose, review_needed
from casework.action_plans.services import action_plan_issue
from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles.models import CaseFile, Offence, Suspect
from casework.charging.models import ChargingDecision, ChargingRequest
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.file_review.models import FileSubmission
from casework.file_review.services import file_send_back
from casework.guards import day_happened
from casework.people.models import User
from casework.routes.services import position_require, record_move
from casework.victim_statements.checkpoints import vps_checkpoint_set_at_charge

RequestPosition = ChargingRequest.Position
Position = ChargingDecision.Position


@in_transaction
def charging_request_accept(
    *, record: ChargingRequest, by: Actor, at: datetime, prosecutor: User | None
) -> None:
    """Accept the request at triage: a decision is opened for each suspect who has none."""
    position_require(record, RequestPosition.TRIAGE)
    record_move(record=record, to=RequestPosition.ACCEPTED, by=by, at=at, verb="triage_accepted")
    charging_decisions_open(case=record.case_file, at=at, prosecutor=prosecutor)


def charging_decisions_open(*, case: CaseFile, at: datetime, prosecutor: User | None = None) -> None:
    """Open a decision for each suspect who has none. One query, and one for each that is opened."""
    for suspect in Suspect.objects.filter(case_file=case, charging_decision__isnull=True):
        ChargingDecision.objects.create(
            case_file=case, suspect=suspect, prosecutor=prosecutor, opened_at=at, moved_at=at
        )


def charging_decision_open_late(*, case: CaseFile, at: datetime) -> None:
    """A suspect who is recorded after the CPS took the file is decided on too. Up to three queries."""
    if ChargingRequest.objects.filter(case_file=case, position=RequestPosition.ACCEPTED).exists():
        charging_decisions_open(case=case, at=at)


@in_transaction
def charging_request_reject(
    *,
    record: ChargingRequest,
    by: Actor,
    at: datetime,
    reasons: list[str],
    details: dict[str, str],
    detail: str,
    respond_by: date,
) -> None:
    """Reject the request at triage: the file goes back to the police for another round."""
    position_require(record, RequestPosition.TRIAGE)
    record_move(
        record=record, to=RequestPosition.REJECTED, by=by, at=at, verb="triage_rejected", reason=detail
    )
    file = FileSubmission.objects.get(case_file=record.case_file, position=FileSubmission.Position.ACCEPTED)
    file_send_back(
        record=file, by=by, at=at, reasons=reasons, details=details, detail=detail, respond_by=respond_by
    )


@in_transaction
def charge(
    *,
    record: ChargingDecision,
    by: Actor,
    at: datetime,
    test_applied: str,
    threshold_review_on: date | None,
    charges: list[Offence],
    charged_on: date,
    reasons: str,
) -> None:
    """Authorise charges; victims who answered their first offer are to be offered an update.

    Raises RuleBroken while bad character has not been reviewed, without a charge of the case,
    for a date of charge before the report or to come, and when a Threshold Test has no date of
    review (Code for Crown Prosecutors, section 5).
    """
    position_require(record, Position.REVIEW)
    bad_character_reviewed(record.suspect)
    _charges_of_the_case(record, charges)
    day_happened(
        charged_on, at=at, since=record.case_file.reported_on, what="The date of charge", field="charged_on"
    )
    threshold = test_applied == ChargingDecision.Test.THRESHOLD
    if threshold and threshold_review_on is None:
        raise RuleBroken(
            "Enter the date on which the Threshold Test is reviewed", field="threshold_review_on"
        )
    _decide(
        record,
        Position.CHARGED,
        by=by,
        at=at,
        verb="charged",
        reasons=reasons,
        test_applied=test_applied,
        threshold_review_on=threshold_review_on if threshold else None,
    )
    record.charges.set(charges)
    Suspect.objects.filter(pk=record.suspect_id).update(charged_on=charged_on)
    vps_checkpoint_set_at_charge(case=record.case_file, charged_on=charged_on, at=at)


@in_transaction
def no_further_action(
    *, record: ChargingDecision, by: Actor, at: datetime, nfa_stage: str, meeting_on: date, reasons: str
) -> None:
    """Decide against a charge, after a recorded meeting of investigator and prosecutor."""
    position_require(record, Position.REVIEW)
    reported_on = record.case_file.reported_on
    day_happened(meeting_on, at=at, since=reported_on, what="The date of the meeting", field="meeting_on")
    _decide(
        record,
        Position.NFA,
        by=by,
        at=at,
        verb="nfa",
        reasons=reasons,
        test_applied=ChargingDecision.Test.FULL_CODE,
        nfa_stage=nfa_stage,
        meeting_on=meeting_on,
    )


@in_transaction
def action_plan_set(
    *, record: ChargingDecision, by: Actor, at: datetime, items: list[dict[str, Any]]
) -> None:
    """Ask the police for more; the decision waits for their answers.

    A further plan after a Full Code submission waits for the District Crown Prosecutor first.
    """
    position_require(record, Position.REVIEW)
    if review_needed(record):
        action_plan_propose(decision=record, by=by, at=at, items=items)
        to, verb = Position.PLAN_REVIEW, "action_plan_proposed"
    else:
        action_plan_issue(decision=record, by=by, at=at, items=items)
        to, verb = Position.WAITING, "action_plan_set"
    record_move(record=record, to=to, by=by, at=at, verb=verb, prosecutor=by.principal)


@in_transaction
def charging_decision_resume(*, record: ChargingDecision, by: Actor, at: datetime) -> None:
    """Every item has an accepted answer: the decision comes back to the prosecutor, a round on."""
    position_require(record, Position.WAITING)
    record_move(
        record=record, to=Position.REVIEW, by=by, at=at, verb="answers_complete", round=record.round + 1
    )


def bad_character_reviewed(suspect: Suspect) -> None:
    """Guard: the prosecutor has reviewed bad character for the suspect. One query."""
    record = BadCharacterConsideration.objects.get(suspect=suspect)
    if record.position in (
        BadCharacterConsideration.Position.CONSIDER,
        BadCharacterConsideration.Position.REVIEW,
    ):
        raise RuleBroken("Review bad character for this suspect before you decide to charge")


def _charges_of_the_case(record: ChargingDecision, charges: list[Offence]) -> None:
    if not charges or any(offence.case_file_id != record.case_file_id for offence in charges):
        raise RuleBroken("Select the charges that you authorise", field="charges")


def _decide(
    record: ChargingDecision, to: str, *, by: Actor, at: datetime, verb: str, reasons: str, **kept: Any
) -> None:
    record_move(
        record=record,
        to=to,
        by=by,
        at=at,
        verb=verb,
        reason=reasons,
        reasons=reasons,
        decided_at=at,
        decided_by=by.person,
        prosecutor=by.principal,
        **kept,
    )
