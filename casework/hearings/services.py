"""Listing the hearings of a case, moving them, and recording what came of them.

After each change what hangs on it follows, in the same transaction (anchors.py).
"""

from __future__ import annotations

from datetime import date, datetime, time

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.database import in_transaction
from casework.deadlines.calendar import OutsideCalendar
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.hearings.anchors import anchors_call
from casework.hearings.guards import day_of_result, listing_allowed
from casework.hearings.models import Court, Hearing
from casework.hearings.selectors import hearing_listed
from casework.routes.made import record_made
from casework.routes.services import position_require, record_move

Kind, Position = Hearing.Kind, Hearing.Position


@in_transaction
def hearing_list(
    *,
    case: CaseFile,
    by: Actor,
    at: datetime,
    kind: str,
    on: date,
    court: str = Court.CROWN,
    warned_to: date | None = None,
    starts_at: time | None = None,
    court_name: str = "",
    sits_confirmed: bool = False,
) -> Hearing:
    """List a hearing; `on` is its day, or the first day of the warned list that ends on `warned_to`.

    Raises RuleBroken while one of its kind is listed, and as `listing_allowed` does.
    """
    if listed := hearing_listed(case, kind):
        raise RuleBroken(
            f"This hearing is listed already: {listed.days}. List that one anew, with the reason"
        )
    listing_allowed(
        case,
        kind=kind,
        on=on,
        warned_to=warned_to,
        court=court,
        sits_confirmed=sits_confirmed,
        at=at,
    )
    details = {"court": court, "warned_to": warned_to, "starts_at": starts_at, "court_name": court_name}
    hearing = _list(case, kind, on, at, **details)
    verb = f"{_noun(kind)}_listed"
    event_record(
        case=case, by=by, at=at, route=Hearing.route, verb=verb, subject=hearing.pk, reason=f"{hearing}."
    )
    anchors_call(case=case, by=by, at=at)
    return hearing


@in_transaction
def hearing_relist(
    *,
    record: Hearing,
    by: Actor,
    at: datetime,
    on: date,
    reason: str,
    warned_to: date | None = None,
    starts_at: time | None = None,
    court_name: str = "",
    sits_confirmed: bool = False,
) -> Hearing:
    """Put the hearing off to another day: the listing is vacated, and a new one made in its place.

    Raises RuleBroken without a reason and as `listing_allowed` does, Overtaken for one that is no longer
    listed.
    """
    position_require(record, Position.LISTED)
    reason_require(reason, "Enter why the hearing is listed anew")
    case = record.case_file
    listing_allowed(
        case,
        kind=record.kind,
        on=on,
        warned_to=warned_to,
        court=record.court,
        sits_confirmed=sits_confirmed,
        at=at,
    )
    _vacate(record, by, at, verb=f"{_noun(record.kind)}_relisted", reason=reason)
    details = {
        "court": record.court,
        "warned_to": warned_to,
        "starts_at": starts_at,
        "court_name": court_name,
    }
    hearing = _list(case, record.kind, on, at, **details)
    anchors_call(case=case, by=by, at=at)
    return hearing


@in_transaction
def hearing_vacate(*, record: Hearing, by: Actor, at: datetime, reason: str) -> None:
    """The hearing is not held, and there is no new day yet. Raises RuleBroken without a reason."""
    position_require(record, Position.LISTED)
    reason_require(reason, "Enter why the hearing is vacated")
    _vacate(record, by, at, verb="hearing_vacated", reason=reason)
    anchors_call(case=record.case_file, by=by, at=at)


@in_transaction
def hearing_held(*, record: Hearing, by: Actor, at: datetime, result: str) -> None:
    """The hearing was held, with what came of it. Raises RuleBroken before its day."""
    position_require(record, Position.LISTED)
    day_of_result(record, at=at)
    reason_require(result, "Enter what came of the hearing", field="result")
    record_move(
        record=record, to=Position.HELD, by=by, at=at, verb="hearing_held", reason=result, result=result
    )
    anchors_call(case=record.case_file, by=by, at=at)


def reason_require(words: str, refusal: str, *, field: str = "reason") -> None:
    if not words:
        raise RuleBroken(refusal, field=field)


def _list(case: CaseFile, kind: str, on: date, at: datetime, **details: object) -> Hearing:
    """A new listing, whose result is to be recorded. One query."""
    hearing = Hearing(case_file=case, kind=kind, on=on, listed_at=at, opened_at=at, moved_at=at, **details)
    try:
        hearing.result_due_on = hearing.result_counted.due_on
    except OutsideCalendar:
        raise RuleBroken("The date must be one for which bank holidays are held", field="on") from None
    hearing.save(force_insert=True)
    record_made("hearing")
    return hearing


def _vacate(record: Hearing, by: Actor, at: datetime, *, verb: str, reason: str) -> None:
    record_move(
        record=record,
        to=Position.VACATED,
        by=by,
        at=at,
        verb=verb,
        reason=reason,
        vacated_at=at,
        result=reason,
    )


def _noun(kind: str) -> str:
    return "trial" if kind == Kind.TRIAL else "hearing"
