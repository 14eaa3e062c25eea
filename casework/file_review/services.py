"""The verbs of the file on its way to the CPS (National File Standard; DG6, annexes 3 and 5)."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.charging.models import ChargingRequest
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.file_review.findings import nothing_blocks
from casework.file_review.models import FileSubmission
from casework.file_review.rounds import ChecklistAnswer, FileReturn, FileRound
from casework.file_review.standard import Standard, standard_now
from casework.file_review.state import Checklist, file_state
from casework.guards import day_to_come, working_day_to_come
from casework.people.roles import Side
from casework.routes.reasons import RESPOND_BY
from casework.routes.services import position_require, record_move
from casework.rows import row_insert, row_update
from casework.whose_clock.services import clock_restart_sent

Position = FileSubmission.Position
Checker = ChecklistAnswer.Checker


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
    """Submit the file, or submit it again after a return, with the submitter's own checklist.

    Raises RuleBroken for a finding that blocks a submission.
    """
    position_require(record, Position.PREPARE, Position.CORRECT)
    nothing_blocks(file_state(record, checklist))
    again = record.position == Position.CORRECT
    said = {"code_test": code_test, "case_summary": case_summary}
    submitted = {"submitted_at": at, "submitted_by": by.person, "submitted_for": by.on_behalf_of}
    record_move(
        record=record,
        to=Position.SIGN_OFF,
        by=by,
        at=at,
        verb="resubmitted" if again else "submitted",
        round=record.round + again,
        reason=case_summary,
        **said,
        **submitted,
        # What was said of the former round is no word on this one; its row and its events keep it.
        signed_off_by=None,
        signed_off_for=None,
        supervisor_comments="",
        accepted_at=None,
    )
    row_insert(FileRound(submission=record, round=record.round, **said, **submitted))
    _checklist_keep(record, standard_now(), checklist, Checker.SUBMITTER, at)
    clock_restart_sent(case=record.case_file, side=Side.POLICE, by=by, at=at)


@in_transaction
def file_sign_off(
    *, record: FileSubmission, by: Actor, at: datetime, supervisor_comments: str, checklist: Checklist
) -> None:
    """The supervisor passes the file to the gatekeeper. Nobody signs off a file of their own.

    Raises RuleBroken when they found an item missing, and for a finding that blocks it.
    """
    position_require(record, Position.SIGN_OFF)
    _checked_by_another(record, by)
    nothing_blocks(file_state(record, checklist))
    _checklist_keep(
        record, record.standard, _none_lacking(record.standard, checklist), Checker.SUPERVISOR, at
    )
    signed = {
        "signed_off_by": by.person,
        "signed_off_for": by.on_behalf_of,
        "supervisor_comments": supervisor_comments,
    }
    record_move(
        record=record,
        to=Position.REVIEW,
        by=by,
        at=at,
        verb="signed_off",
        reason=supervisor_comments,
        **signed,
    )
    this_round = {"submission": record, "round": record.round}
    row_update(FileRound, this_round, {**signed, "signed_off_at": at})


@in_transaction
def file_accept(*, record: FileSubmission, by: Actor, at: datetime, checklist: Checklist) -> None:
    """The gatekeeper passes the file to the CPS. Raises RuleBroken as `file_sign_off` does."""
    position_require(record, Position.REVIEW)
    _checked_by_another(record, by)
    nothing_blocks(file_state(record, checklist))
    _checklist_keep(
        record, record.standard, _none_lacking(record.standard, checklist), Checker.GATEKEEPER, at
    )
    record_move(record=record, to=Position.ACCEPTED, by=by, at=at, verb="accepted", accepted_at=at)
    clock_restart_sent(case=record.case_file, side=Side.POLICE, by=by, at=at)
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
    """Keep the return and move the file to its correction, from wherever it is. Four queries.

    `details` are of single reasons, by code; `detail` says what must be put right. At the return of
    which those who lead are to know, an event more.
    """
    working_day_to_come(respond_by, at=at, what=RESPOND_BY, field="respond_by")
    record.last_return = FileReturn(
        submission=record,
        round=record.round,
        returned_from=record.position,
        reasons=reasons,
        details=details,
        detail=detail,
        respond_by=respond_by,
        returned_at=at,
        returned_by=by.person,
    )
    row_insert(record.last_return)
    record_move(record=record, to=Position.CORRECT, by=by, at=at, verb="returned", reason=detail)
    _bounce_alert(record, by, at)


def _bounce_alert(record: FileSubmission, by: Actor, at: datetime) -> None:
    """Tell in the history of the case that the file has come back so often. One query, and one to tell."""
    if record.bounces.total() == settings.CASEWORK_BOUNCE_ALERT_AT:
        event_record(
            case=record.case_file,
            by=by,
            at=at,
            route=record.route,
            verb="bounce_alert",
            subject=record.pk,
            reason=record.bounce_words,
        )


def _none_lacking(standard: Standard, checklist: Checklist) -> Checklist:
    """Guard: who passes a file on found nothing missing but what is known to come."""
    lacking = [item for item in standard.items if item.key in checklist and checklist[item.key].is_lacking]
    if lacking:
        missing = ", ".join(item.in_sentence for item in lacking)
        raise RuleBroken(f"Return the file. It lacks {missing}", field=f"found_{lacking[0].key}")
    return checklist


def _checklist_keep(
    record: FileSubmission, standard: Standard, checklist: Checklist, checker: Checker, at: datetime
) -> None:
    """Keep an answer to each item. Raises RuleBroken when one has none, or a date has passed. One query."""
    if set(checklist) != {item.key for item in standard.items}:
        raise RuleBroken("Answer every item of the file standard")
    for item in standard.items:
        if expected_on := checklist[item.key].expected_on:
            what = f"The date on which {item.in_sentence} is expected"
            day_to_come(expected_on, at=at, what=what, field=f"expected_{item.key}")
    ChecklistAnswer.objects.bulk_create(
        ChecklistAnswer(
            submission=record,
            round=record.round,
            checker=checker,
            standard=standard.version,
            item=key,
            **answer._asdict(),
        )
        for key, answer in checklist.items()
    )


def _checked_by_another(record: FileSubmission, by: Actor) -> None:
    """Guard: three people stand behind a file: who submits it, who signs it off and who accepts it.

    The officer in the case is none of the latter two, whoever submitted it. Who does it for a
    colleague who is away stands for both.
    """
    acting = {by.person.pk, by.principal.pk}
    if acting & {record.submitted_by_id, record.submitted_for_id}:
        raise RuleBroken("You submitted this file, so somebody else must check it")
    if record.case_file.officer_in_case_id in acting:
        raise RuleBroken("You are the officer in this case, so somebody else must check its file")
    if acting & {record.signed_off_by_id, record.signed_off_for_id}:
        raise RuleBroken("You signed this file off, so somebody else must review it")
