"""Early advice that is not sought or no longer wanted, and wanted after all."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Suspect
from casework.charging.models import ChargingDecision
from casework.clinics.bookings import clinic_slot_release
from casework.database import in_transaction
from casework.early_advice.models import EarlyAdviceRequest
from casework.errors import RuleBroken
from casework.file_review.models import FileSubmission
from casework.routes.findings import Finding
from casework.routes.services import position_require, record_move, record_withdraw
from casework.rows import rows_exist

Position = EarlyAdviceRequest.Position
# Where a suspect is not decided on yet; a Threshold charge is a decision, although it is reviewed.
UNDECIDED = (
    ChargingDecision.Position.REVIEW,
    ChargingDecision.Position.PLAN_REVIEW,
    ChargingDecision.Position.WAITING,
)


@in_transaction
def early_advice_not_sought(*, record: EarlyAdviceRequest, by: Actor, at: datetime, reason: str) -> None:
    """Record why early advice is not sought: the reason is kept in every case.

    A clinic slot that is held for it is given back.
    """
    position_require(record, Position.CONSIDER, Position.REVISE)
    record_move(
        record=record,
        to=Position.NOT_SOUGHT,
        by=by,
        at=at,
        verb="not_sought",
        reason=reason,
        considered_at=at,
        considered_by=by.person,
        not_sought_reason=reason,
    )
    clinic_slot_release(case=record.case_file, by=by, at=at, reason="Early advice is not sought")


@in_transaction
def early_advice_seek(*, record: EarlyAdviceRequest, by: Actor, at: datetime, reason: str) -> None:
    """Consider early advice anew, in a further round. Why it was not sought stays in the case's log.

    Raises RuleBroken without a reason, and where there is nothing left to advise on.
    """
    position_require(record, Position.NOT_SOUGHT)
    if not reason:
        raise RuleBroken("Enter why early advice is sought after all", field="reason")
    if refusal := seek_refusal(record.case_file):
        raise RuleBroken(refusal)
    record_move(
        record=record,
        to=Position.CONSIDER,
        by=by,
        at=at,
        verb="sought_after_all",
        reason=reason,
        round=record.round + 1,
        not_sought_reason="",
    )


def seek_refusal(case: CaseFile) -> str:
    """Why there is nothing left to advise on; empty while there is. Up to three queries."""
    if any(rows_exist((FileSubmission, {"case_file": case, "position": FileSubmission.Position.ENDED}))):
        return "The police have ended this case. Reopen it before you seek early advice"
    suspects = Suspect.objects.filter(case_file=case)
    undecided = Q(charging_decision=None) | Q(charging_decision__position__in=UNDECIDED)
    if suspects.exists() and not suspects.filter(undecided).exists():
        return "Every suspect of this case has been decided on, so early advice can no longer be sought"
    return ""


def seek_findings(record: EarlyAdviceRequest) -> list[Finding]:
    """What stands in the way of seeking early advice. Up to three queries."""
    refusal = seek_refusal(record.case_file)
    return [Finding(refusal, blocks=True)] if refusal else []


@in_transaction
def early_advice_withdraw(*, record: EarlyAdviceRequest, by: Actor, at: datetime, reason: str) -> None:
    """The work is no longer wanted. What was advised stays: of advice that was given only the follow-up ends.

    A clinic slot is given back. Raises Overtaken.
    """
    if record.is_advised:
        record_move(
            record=record,
            to=Position.ADVISED,
            by=by,
            at=at,
            verb="follow_up_withdrawn",
            reason=reason,
            follow_up="",
        )
    else:
        record_withdraw(record=record, by=by, at=at, reason=reason)
    clinic_slot_release(case=record.case_file, by=by, at=at, reason="Early advice has been withdrawn")
