"""The verbs of the early advice request (Director's Guidance on Charging, 6th edition, chapter 7).

Appeals are in appeals.py, the advice itself in advice.py, its lines of inquiry in lines.py, and what is
no longer wanted, or wanted after all, in wanting.py.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Offence
from casework.database import in_transaction
from casework.early_advice.findings import OFFENCE_MISSING
from casework.early_advice.models import EarlyAdviceRejection, EarlyAdviceRequest
from casework.errors import RuleBroken
from casework.guards import working_day_to_come
from casework.people.models import User
from casework.people.roles import Side
from casework.routes.reasons import RESPOND_BY
from casework.routes.services import position_require, record_move
from casework.rows import row_insert, rows_exist
from casework.whose_clock.services import clock_restart_sent

Position = EarlyAdviceRequest.Position


def early_advice_open(*, case: CaseFile, at: datetime) -> EarlyAdviceRequest:
    """Every case begins with early advice to be considered. One query."""
    return EarlyAdviceRequest.objects.create(case_file=case, opened_at=at, moved_at=at)


@in_transaction
def early_advice_request(*, record: EarlyAdviceRequest, by: Actor, at: datetime, **items: Any) -> None:
    """Ask for early advice, or ask again after a rejection. `items` are those of DG6, chapter 7.

    Raises RuleBroken for a case without an offence: there would be nothing to advise on.
    """
    position_require(record, Position.CONSIDER, Position.REVISE)
    offence_recorded(record.case_file)
    again = record.position == Position.REVISE
    record_move(
        record=record,
        to=Position.TRIAGE,
        by=by,
        at=at,
        verb="requested_again" if again else "requested",
        reason=request_words(items),
        requested_at=at,
        requested_by=by.person,
        considered_at=at,
        considered_by=by.person,
        round=record.round + again,
        **items,
    )
    clock_restart_sent(case=record.case_file, side=Side.POLICE, by=by, at=at)


def offence_recorded(case: CaseFile) -> None:
    """Guard: there is an offence to advise on. One query."""
    if not any(rows_exist((Offence, {"case_file": case}))):
        raise RuleBroken(OFFENCE_MISSING)


def request_words(items: dict[str, str]) -> str:
    """The request as its event keeps it, whatever a later round changes."""
    return "\n".join(f"{name.replace('_', ' ').capitalize()}: {text}" for name, text in items.items())


@in_transaction
def early_advice_accept(
    *, record: EarlyAdviceRequest, by: Actor, at: datetime, prosecutor: User | None
) -> None:
    """Accept the request; with a prosecutor it is theirs, without it waits for one of the area."""
    position_require(record, Position.TRIAGE)
    record_move(
        record=record,
        to=Position.ADVISE,
        by=by,
        at=at,
        verb="accepted",
        accepted_at=at,
        prosecutor=prosecutor,
    )


@in_transaction
def early_advice_reject(
    *,
    record: EarlyAdviceRequest,
    by: Actor,
    at: datetime,
    reasons: list[str],
    details: dict[str, str],
    detail: str,
    respond_by: date,
) -> None:
    """Send the request back. A rejection is recorded and told with its reasons (DG6, chapter 7).

    `details` are of single reasons, by code; `detail` says what must be put right.
    """
    position_require(record, Position.TRIAGE)
    working_day_to_come(respond_by, at=at, what=RESPOND_BY, field="respond_by")
    rejection = EarlyAdviceRejection(
        request=record,
        round=record.round,
        reasons=reasons,
        details=details,
        detail=detail,
        respond_by=respond_by,
        rejected_at=at,
        rejected_by=by.person,
        rejected_for=by.on_behalf_of,
    )
    row_insert(rejection)
    record_move(
        record=record,
        to=Position.REVISE,
        by=by,
        at=at,
        verb="rejected",
        reason=detail,
        respond_by=respond_by,
    )


@in_transaction
def early_advice_acknowledge(
    *, record: EarlyAdviceRequest, by: Actor, at: datetime, seen: int | None
) -> None:
    """The police have read the advice. `seen` is the newest version on the page that they read.

    Raises RuleBroken when a further one was added since, or it is not known what they read.
    """
    position_require(record, Position.ACKNOWLEDGE)
    if seen != record.advice.count():
        raise RuleBroken("Further advice has been added. Read it, then acknowledge")
    record_move(record=record, to=Position.ADVISED, by=by, at=at, verb="acknowledged")
