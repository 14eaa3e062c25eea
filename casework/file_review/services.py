"""The verbs of the file on its way to the CPS (National File Standard; DG6, annexes 3 and 5)."""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles.models import CaseFile, Offence, Suspect
from casework.charging.models import ChargingRequest
from casework.database import in_transaction
from casework.early_advice.models import EarlyAdviceRequest
from casework.errors import RuleBroken
from casework.file_review.models import ChecklistAnswer, FileReturn, FileSubmission
from casework.guards import day_to_come
from casework.routes.reasons import RESPOND_BY
from casework.routes.services import position_require, record_move
from casework.rows import row_insert, rows_exist

Position = FileSubmission.Position
Checklist = dict[str, tuple[str, str]]


def file_submission_open(*, case: CaseFile, at: datetime) -> FileSubmission:
    """Every case has one file to submit, in as many rounds as it takes. One query."""
    return FileSubmission.objects.create(case_file=case, opened_at=at, moved_at=at)


@in_transaction
def file_submit(
    *,
    record: FileSubmission,
    by: Actor,
    at: datetime,
    code_test: str,
    case_summary: str,
    checklist: Checklist,
) -> None:
    """Submit the file, or submit it again after a return, with the submitter's own checklist."""
    position_require(record, Position.PREPARE, Position.CORRECT)
    file_complete(record.case_file)
    early_advice_considered(record.case_file)
    bad_character_considered(record.case_file)
    again = record.position == Position.CORRECT
    record_move(
        record=record,
        to=Position.SIGN_OFF,
        by=by,
        at=at,
        verb="resubmitted" if again else "submitted",
        round=record.round + again,
        submitted_at=at,
        submitted_by=by.person,
        submitted_for=by.on_behalf_of,
        code_test=code_test,
        case_summary=case_summary,
        reason=case_summary,
        # What was said of the former round is no word on this one; its events keep it.
        signed_off_by=None,
        signed_off_for=None,
        supervisor_comments="",
        accepted_at=None,
    )
    _checklist_keep(record, checklist, ChecklistAnswer.Checker.SUBMITTER)


def file_complete(case: CaseFile) -> None:
    """Guard: there is somebody, and something, to decide on. One query."""
    suspect, offence = rows_exist((Suspect, {"case_file": case}), (Offence, {"case_file": case}))
    if not suspect:
        raise RuleBroken("Add the suspect to the case before you submit the file")
    if not offence:
        raise RuleBroken("Add the offence to the case before you submit the file")


def early_advice_considered(case: CaseFile) -> None:
    """Guard: early advice has been asked for, or it is recorded why not. One query."""
    unconsidered = {"case_file": case, "position": EarlyAdviceRequest.Position.CONSIDER}
    if any(rows_exist((EarlyAdviceRequest, unconsidered))):
        raise RuleBroken("Request early advice, or record why it is not sought, before you submit the file")


def bad_character_considered(case: CaseFile) -> None:
    """Guard: the police have considered bad character for every suspect. One query, and one for a refusal."""
    unconsidered = {"case_file": case, "position": BadCharacterConsideration.Position.CONSIDER}
    if any(rows_exist((BadCharacterConsideration, unconsidered))):
        waiting = BadCharacterConsideration.objects.filter(**unconsidered)
        references = sorted(waiting.values_list("suspect__reference", flat=True))
        raise RuleBroken(
            f"Consider bad character for {', '.join(references)}, and record it, before you submit the file"
        )


def _checklist_keep(record: FileSubmission, checklist: Checklist, checker: ChecklistAnswer.Checker) -> None:
    ChecklistAnswer.objects.bulk_create(
        ChecklistAnswer(
            submission=record, round=record.round, checker=checker, item=item, found=found, reason=reason
        )
        for item, (found, reason) in checklist.items()
    )


@in_transaction
def file_sign_off(*, record: FileSubmission, by: Actor, at: datetime, supervisor_comments: str) -> None:
    """The supervisor passes the file to the gatekeeper. Nobody signs off a file of their own."""
    position_require(record, Position.SIGN_OFF)
    _checked_by_another(record, by)
    record_move(
        record=record,
        to=Position.REVIEW,
        by=by,
        at=at,
        verb="signed_off",
        reason=supervisor_comments,
        signed_off_by=by.person,
        signed_off_for=by.on_behalf_of,
        supervisor_comments=supervisor_comments,
    )


@in_transaction
def file_accept(*, record: FileSubmission, by: Actor, at: datetime, checklist: Checklist) -> None:
    """The gatekeeper passes the file to the CPS. Raises RuleBroken while an item is missing."""
    position_require(record, Position.REVIEW)
    _checked_by_another(record, by)
    if any(found == ChecklistAnswer.Found.MISSING for found, _ in checklist.values()):
        raise RuleBroken("Return the file: an item of the file standard is missing")
    _checklist_keep(record, checklist, ChecklistAnswer.Checker.GATEKEEPER)
    record_move(record=record, to=Position.ACCEPTED, by=by, at=at, verb="accepted", accepted_at=at)
    ChargingRequest.objects.create(case_file=record.case_file, round=record.round, opened_at=at, moved_at=at)


@in_transaction
def file_return(
    *,
    record: FileSubmission,
    by: Actor,
    at: datetime,
    reasons: list[str],
    details: dict[str, str],
    detail: str,
    respond_by: date,
) -> None:
    """Send the file back with reasons, as supervisor or gatekeeper; the next submission is a new round."""
    position_require(record, Position.SIGN_OFF, Position.REVIEW)
    _checked_by_another(record, by)
    file_send_back(
        record=record, by=by, at=at, reasons=reasons, details=details, detail=detail, respond_by=respond_by
    )


def file_send_back(
    *,
    record: FileSubmission,
    by: Actor,
    at: datetime,
    reasons: list[str],
    details: dict[str, str],
    detail: str,
    respond_by: date,
) -> None:
    """Keep the return and move the file to its correction, from wherever it is. Three queries.

    `details` are of single reasons, by code; `detail` says what must be put right.
    """
    day_to_come(respond_by, at=at, what=RESPOND_BY, field="respond_by")
    record.last_return = FileReturn(
        submission=record,
        round=record.round,
        reasons=reasons,
        details=details,
        detail=detail,
        respond_by=respond_by,
        returned_at=at,
        returned_by=by.person,
    )
    row_insert(record.last_return)
    record_move(record=record, to=Position.CORRECT, by=by, at=at, verb="returned", reason=detail)


def _checked_by_another(record: FileSubmission, by: Actor) -> None:
    """Guard: three people stand behind a file: who submits it, who signs it off and who accepts it.

    Who does it for a colleague who is away stands for both.
    """
    acting = {by.person.pk, by.principal.pk}
    if acting & {record.submitted_by_id, record.submitted_for_id}:
        raise RuleBroken("You submitted this file, so somebody else must check it")
    if acting & {record.signed_off_by_id, record.signed_off_for_id}:
        raise RuleBroken("You signed this file off, so somebody else must review it")
