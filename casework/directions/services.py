"""Setting a date that a rule gives anew: as the court directs or extends it, or as the parties agree.

A court may vary what the Criminal Procedure Rules ask for, as rule 21.6 says of notices of bad character.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.database import in_transaction
from casework.deadlines.counted import Counted
from casework.deadlines.rules import versions
from casework.directions.models import DateDirection
from casework.directions.selectors import direction_standing, given_by_rule
from casework.errors import Overtaken, RuleBroken
from casework.events.services import event_record
from casework.guards import day_happened
from casework.hearings.anchors import anchors_call
from casework.obligations.models import Obligation
from casework.obligations.services import obligation_move
from casework.pages.dates import govuk_date
from casework.people.roles import Role, side_of
from casework.routes.models import RouteRecord
from casework.rows import row_update

Kind = DateDirection.Kind
DIRECTS = (
    Role.PROSECUTOR,
    Role.PROSECUTION_MANAGER,
    Role.VICTIM_LIAISON,
    Role.WITNESS_CARE,
    Role.SUPERVISOR,
)
# The custody time limits have an extension of their own, by law the court's alone (Prosecution of Offences
# Act 1985, section 22): nobody agrees on another. Nobody puts off the review of who opened a restricted case.
NOT_DIRECTED = frozenset({"CUSTODY_MAGISTRATES", "CUSTODY_CROWN", "BREAK_IN_REVIEW"})
# What the event says, by the kind of direction.
VERBS = {Kind.DIRECTED: "date_directed", Kind.EXTENDED: "date_extended", Kind.AGREED: "date_agreed"}


@in_transaction
def date_direct(
    *,
    case: CaseFile,
    record: RouteRecord,
    clock: str,
    former: date,
    to: date,
    kind: str,
    decided_on: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> DateDirection:
    """Set a date of the open work on the record that a rule gave, or that was so set before.

    The work's clock and reminders move, and the date of a record that holds one; the history keeps the
    old date, and what the rule said, and what hangs on the facts of the court follows. `former` is the date
    that the person has seen. Raises RuleBroken for another side's work, a day that has passed, an extension
    that is none, and no reason; Overtaken where the work, or that date of it, is no longer there. Up to
    eight queries, and those of the anchors.
    """
    work = _open_work(record, clock, former, by)
    if side_of(by.role) != work.turn:
        raise RuleBroken("This is the other side's work. Only they can change its date")
    counted = date_counted(work, clock)
    if counted is None or counted.code in NOT_DIRECTED:
        raise RuleBroken("This date is not one that is changed here")
    _check(kind, former, to, decided_on, reason, at)
    _set(record, clock, former, to)
    obligation_move(subject=record.pk, clock=clock, on=to, at=at)
    event_record(
        case=case,
        by=by,
        at=at,
        route=work.route,
        verb=VERBS[Kind(kind)],
        subject=record.pk,
        reason=_told(work, former, to, decided_on, reason),
    )
    directed = DateDirection.objects.create(
        case_file=case,
        subject=record.pk,
        clock=clock,
        kind=kind,
        former=former,
        to=to,
        decided_on=decided_on,
        rule=counted.code,
        since=counted.since,
        reason=reason,
        recorded_by=by.person,
        recorded_at=at,
    )
    anchors_call(case=case, by=by, at=at)
    return directed


def date_counted(work: Obligation, clock: str) -> Counted | None:
    """How a rule counts the date, whatever a direction has made of it. One query for one that is directed."""
    if counted := given_by_rule(work, clock):
        return counted
    standing = direction_standing(work.subject, clock, date.fromisoformat(work.clocks[clock]))
    return standing.counted if standing else None


def is_directable(counted: Counted | None) -> bool:
    """Whether a date of this rule can be set in another way than by the rule."""
    return counted is not None and counted.code not in NOT_DIRECTED


def _open_work(record: RouteRecord, clock: str, former: date, by: Actor) -> Obligation:
    found = Obligation.objects.open().filter(subject=record.pk, **{f"clocks__{clock}": former.isoformat()})
    work = found.first()
    if work is None:
        raise _overtaken(record, clock, former, by)
    return work


def _overtaken(record: RouteRecord, clock: str, former: date, by: Actor) -> Overtaken:
    """With who set another date in place of this one, if somebody did. One query."""
    of_date = DateDirection.objects.filter(subject=record.pk, clock=clock, former=former)
    last = of_date.select_related("recorded_by").order_by("pk").last()
    if last is None:
        return Overtaken()
    return Overtaken("You have" if last.recorded_by == by.person else f"{last.recorded_by.signature} has")


def _check(kind: str, former: date, to: date, decided_on: date, reason: str, at: datetime) -> None:
    day_happened(decided_on, at=at, since=None, what="The date of the decision", field="decided_on")
    if to < timezone.localdate(at):
        raise RuleBroken("The new date must be today or in the future", field="to")
    if to == former:
        raise RuleBroken(f"It is due on {govuk_date(former)} already. Enter another date", field="to")
    if kind == Kind.EXTENDED and to < former:
        raise RuleBroken(f"An extension must be later than {govuk_date(former)}", field="to")
    if not reason:
        raise RuleBroken("Enter what was directed or agreed, and why", field="reason")


def _set(record: RouteRecord, clock: str, former: date, to: date) -> None:
    """The record too, where it holds the date itself. Raises Overtaken."""
    if clock in versions():
        return
    if not row_update(type(record), {"id": record.pk, clock: former}, {clock: to}):
        raise Overtaken
    setattr(record, clock, to)


def _told(work: Obligation, former: date, to: date, decided_on: date, reason: str) -> str:
    about = f"{work.about}: " if work.about else ""
    moved = f"from {govuk_date(former)} to {govuk_date(to)}"
    return f"{about}{moved}, {govuk_date(decided_on)}. {reason}"
