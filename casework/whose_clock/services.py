"""Pausing the clock of a side while it waits for a third party, and restarting it.

Nothing else stands still meanwhile: steps, notes and corrections can be made, due dates stand, and
reminders go on.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, QuerySet

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.database import in_transaction, violates
from casework.errors import Overtaken, RuleBroken
from casework.events.services import event_record
from casework.guards import day_to_come
from casework.pages.dates import govuk_date
from casework.people.roles import Side, side_of
from casework.whose_clock.categories import categories
from casework.whose_clock.models import ONE_AT_A_TIME, ClockPause
from casework.whose_clock.parties import Party
from casework.whose_clock.selectors import clock_of

ROUTE = "whose_clock"
SENT_ON = "The case was sent on"


@in_transaction
def clock_pause(
    *, case: CaseFile, by: Actor, at: datetime, category: str, awaited: str, reason: str, expected_on: date
) -> ClockPause:
    """The actor's side waits for a third party from now on: its clock stands until it restarts it.

    Raises RuleBroken for a category that there is not, a day that is not to come, a case on which
    neither side owes anything towards a charging decision, and while a clock is paused already.
    """
    if category not in categories():
        raise RuleBroken("Select what you are waiting for", field="category")
    day_to_come(expected_on, at=at, what="The date you expect it", field="expected_on")
    if clock_of(case, at).party in (Party.COURT, Party.NOBODY):
        raise RuleBroken("Neither the police nor the CPS have this case now, so no clock of theirs runs")
    pause = _pause_create(
        case_file=case,
        side=side_of(by.role),
        category=category,
        awaited=awaited,
        reason=reason,
        expected_on=expected_on,
        started_at=at,
        started_by=by.person,
    )
    words = f"{pause}, expected on {govuk_date(expected_on)}: {reason}"
    event_record(case=case, by=by, at=at, route=ROUTE, verb="clock_paused", reason=words)
    return pause


@in_transaction
def clock_restart(*, case: CaseFile, by: Actor, at: datetime, ended_because: str) -> ClockPause:
    """The wait is over. Only the side that paused its clock restarts it.

    Raises RuleBroken when no clock is paused and for the other side, Overtaken for a lost race.
    """
    pause = ClockPause.objects.open().filter(case_file=case).first()
    if pause is None:
        raise RuleBroken("The clock is not paused")
    if side_of(by.role) != pause.side:
        whose = "CPS" if pause.side == Side.CPS else "police"
        raise RuleBroken(f"The {whose} paused their clock, so only they can restart it")
    _pause_end(pause, case, by, at, ended_because)
    return pause


def clock_restart_sent(
    *,
    case: CaseFile,
    side: Side,
    by: Actor,
    at: datetime,
    but_for: QuerySet[Any] | None = None,
    because: str = SENT_ON,
) -> None:
    """A side sends the case on, so its wait for a third party is over: its clock restarts by itself.

    Not while there is a record of the case in `but_for`, for which it still waits. One query, and two
    more where its clock is paused.
    """
    paused = ClockPause.objects.open().filter(case_file=case, side=side)
    if but_for is not None:
        paused = paused.exclude(Exists(but_for.filter(case_file=case, withdrawn_at=None)))
    for pause in paused:
        _pause_end(pause, case, by, at, because)


def _pause_end(pause: ClockPause, case: CaseFile, by: Actor, at: datetime, because: str) -> None:
    """End an open pause. Raises Overtaken when somebody else has. Two queries."""
    ended = {"ended_at": at, "ended_by": by.person, "ended_because": because}
    if not ClockPause.objects.open().filter(pk=pause.pk).update(**ended):
        raise Overtaken
    event_record(case=case, by=by, at=at, route=ROUTE, verb="clock_restarted", reason=f"{pause}: {because}")


def _pause_create(**details: object) -> ClockPause:
    """The pause; whether there is one already is asked of the database: another may be under way."""
    try:
        with transaction.atomic():
            return ClockPause.objects.create(**details)
    except IntegrityError as error:
        if not violates(error, ONE_AT_A_TIME):
            raise
        raise RuleBroken("The clock is paused already. Restart it first") from None
