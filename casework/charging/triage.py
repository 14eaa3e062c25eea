"""The verbs of triage: the request for a decision is accepted, or goes back with the file."""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Suspect
from casework.charging.models import ChargingDecision, ChargingRequest
from casework.database import in_transaction
from casework.file_review.models import FileSubmission
from casework.file_review.services import file_send_back
from casework.people.models import User
from casework.routes.services import position_require, record_move

Position = ChargingRequest.Position


@in_transaction
def charging_request_accept(
    *, record: ChargingRequest, by: Actor, at: datetime, prosecutor: User | None
) -> None:
    """Accept the request at triage: a decision is opened for each suspect who has none."""
    position_require(record, Position.TRIAGE)
    record_move(record=record, to=Position.ACCEPTED, by=by, at=at, verb="triage_accepted")
    charging_decisions_open(case=record.case_file, at=at, prosecutor=prosecutor)


def charging_decisions_open(*, case: CaseFile, at: datetime, prosecutor: User | None = None) -> None:
    """Open a decision for each suspect who has none. One query, and one for each that is opened."""
    for suspect in Suspect.objects.filter(case_file=case, charging_decision__isnull=True):
        ChargingDecision.objects.create(
            case_file=case, suspect=suspect, prosecutor=prosecutor, opened_at=at, moved_at=at
        )


def charging_decision_open_late(*, case: CaseFile, at: datetime) -> None:
    """A suspect who is recorded after the CPS took the file is decided on too. Up to three queries."""
    if ChargingRequest.objects.filter(case_file=case, position=Position.ACCEPTED).exists():
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
    position_require(record, Position.TRIAGE)
    record_move(record=record, to=Position.REJECTED, by=by, at=at, verb="triage_rejected", reason=detail)
    file = FileSubmission.objects.get(case_file=record.case_file, position=FileSubmission.Position.ACCEPTED)
    file_send_back(
        record=file, by=by, at=at, reasons=reasons, details=details, detail=detail, respond_by=respond_by
    )
