"""Counting the open dates anew, once the bank holidays have changed.

A date moves if it is the one that the former calendar gave and the present one gives another: what a person
or a court has set stays. So it does no harm to do it again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from casework.access.policy import Actor
from casework.bank_holidays.models import BankHolidayChange
from casework.bank_holidays.selectors import changes_unsettled, days_before
from casework.bank_holidays.services import recount_record
from casework.casefiles.models import CaseFile
from casework.custody_limits.models import CustodyTimeLimit
from casework.custody_limits.reckoning import Reckoning
from casework.database import whole
from casework.deadlines.calendar import OutsideCalendar
from casework.deadlines.counted import Counted
from casework.deadlines.holidays import bank_holidays, holidays_supposed
from casework.deadlines.rules import versions
from casework.events.services import event_record
from casework.letters.told import letter_date_moved, letters_told
from casework.obligations.models import Obligation, ObligationQuerySet
from casework.obligations.services import obligation_move
from casework.pages.dates import govuk_date
from casework.people.roles import Role
from casework.routes.services import record_date_move
from workflows.models import CaseProcess

logger = logging.getLogger(__name__)

# In one transaction, which holds the locks of so many cases.
CASES_AT_ONCE = 25
# While somebody waits for the page; the tick of beat does the others.
CASES_IN_REQUEST = 200
# The open work on a custody time limit.
CUSTODY = "custody_limit.keep"


class Move(NamedTuple):
    """A clock of open work that the present calendar gives another date."""

    work: Obligation
    clock: str
    counted: Counted | None
    to: date


class Recounted(NamedTuple):
    """How many dates moved, and how many were left: of cases that were busy, or too many for once."""

    moved: int
    left: int


def moves(work: ObligationQuerySet, *, before: frozenset[date], now: frozenset[date]) -> Iterator[Move]:
    """What moves in this work when one set of bank holidays takes the place of another.

    One query, and two where there are custody time limits.
    """
    custody: dict[UUID, Obligation] = {}
    for each in work.filter(~Q(counted={}) | Q(kind=CUSTODY)).iterator():
        if each.kind == CUSTODY and not each.counted:
            custody[each.subject] = each
        for clock in each.counted:
            counted: Counted = each.how_counted(clock)  # type: ignore[assignment]  # it is among them
            if to := _moved(counted, each.clocks[clock], before, now):
                yield Move(each, clock, counted, to)
    if custody:
        yield from _custody_moves(custody, before, now)


def _custody_moves(
    owed: dict[UUID, Obligation], before: frozenset[date], now: frozenset[date]
) -> Iterator[Move]:
    """Of the limits that no rule counts alone, as days were served before. Two queries.

    What the court has extended to a day stays.
    """
    limits = CustodyTimeLimit.objects.filter(pk__in=owed, days_allowed=None)
    for limit in limits.prefetch_related("periods"):
        work = owed[limit.pk]
        if to := _moved(limit.reckoning, work.clocks["expires_on"], before, now):
            yield Move(work, "expires_on", None, to)


def _moved(
    counted: Counted | Reckoning, clock: str, before: frozenset[date], now: frozenset[date]
) -> date | None:
    """The other day that the present calendar gives; None where the date is not what the former gave."""
    was, to = _day(counted, before), _day(counted, now)
    return to if was and was.isoformat() == clock and to != was else None


def _day(counted: Counted | Reckoning, days: frozenset[date]) -> date | None:
    """The date with these bank holidays; None, and a line in the log, beyond the calendar."""
    try:
        with holidays_supposed(days):
            return counted.expires_on if isinstance(counted, Reckoning) else counted.due_on
    except OutsideCalendar:
        logger.warning("%s lies beyond the calendar", counted.rule.code)
        return None


def recount(*, change: BankHolidayChange, at: datetime, most: int | None = None) -> Recounted:
    """Move every open date that the change moves, in batches of cases, and note how many.

    At most so many cases if `most` says; a case that somebody holds is left to the next time. Four
    queries, four for a batch, and up to five for each date.
    """
    before, now = days_before(change), bank_holidays()
    found = list(moves(Obligation.objects.open(), before=before, now=now))
    cases = list(dict.fromkeys(each.work.case_file_id for each in found))
    moved, done = 0, set[UUID]()
    for batch in _batches(cases[:most]):
        with whole():
            locked = _locked(batch)
            work = Obligation.objects.open().filter(case_file__in=locked)
            moved += _move_all(moves(work, before=before, now=now), locked, change, at)
        done |= locked.keys()
    left = sum(each.work.case_file_id not in done for each in found)
    left += _letters_say(change, before, now, at)
    recount_record(change=change, begun_at=at, moved=moved, left=left)
    return Recounted(moved, left)


def recounts_finish(*, now: datetime) -> int:
    """Do what recounts have left, and what requests counted that were under way; how many dates moved.

    May run twice at once: a date moves once. One query when there is nothing to do.
    """
    return sum(recount(change=change, at=now).moved for change in changes_unsettled(now))


def _letters_say(
    change: BankHolidayChange, before: frozenset[date], now: frozenset[date], at: datetime
) -> int:
    """Say on each case what a letter told that is another day now; how many cases were busy.

    Two queries, and three for each letter.
    """
    busy = 0
    for told in letters_told(changed=change.day, before=before, now=now):
        with whole():
            locked = _locked([told.version.letter.case_file_id])
            for case in locked.values():
                letter_date_moved(told=told, case=case, by=_by(change), at=at, reason=f"{change.words}.")
            busy += not locked
    return busy


def _batches(cases: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(cases), CASES_AT_ONCE):
        yield cases[start : start + CASES_AT_ONCE]


def _locked(cases: Iterable[UUID]) -> dict[UUID, CaseFile]:
    """Those of the cases that nobody holds, locked until the transaction ends. One query."""
    found = CaseFile.objects.select_for_update(of=["self"], no_key=True, skip_locked=True)
    return found.in_bulk(list(cases))


def _move_all(
    found: Iterator[Move], cases: dict[UUID, CaseFile], change: BankHolidayChange, at: datetime
) -> int:
    done = list(found)
    for each in done:
        each.work.case_file = cases[each.work.case_file_id]
        _move(each, _by(change), at, f"{change.words}.")
    return len(done)


def _by(change: BankHolidayChange) -> Actor:
    return Actor(change.changed_by, Role.ADMINISTRATOR, change.organisation)


def _move(move: Move, by: Actor, at: datetime, reason: str) -> None:
    """The clock, and the date of the record that holds one."""
    work, clock = move.work, move.clock
    if clock not in versions():
        record = _record_of(work)
        record_date_move(record=record, field=clock, to=move.to, by=by, at=at, reason=reason)
        return
    obligation_move(subject=work.subject, clock=clock, on=move.to, at=at, counted=move.counted)
    was = govuk_date(date.fromisoformat(work.clocks[clock]))
    about = f"{work.about}: " if work.about else ""
    event_record(
        case=work.case_file,
        by=by,
        at=at,
        route=work.route,
        verb="date_moved",
        subject=work.subject,
        reason=f"{about}from {was} to {govuk_date(move.to)}. {reason}",
    )


def _record_of(work: Obligation) -> Any:
    """The record that the work is on, with its case. One query."""
    model: Any = CaseProcess._meta.get_field(work.kind.partition(".")[0]).related_model
    record = model.objects.get(pk=work.subject)
    record.case_file = work.case_file
    return record
