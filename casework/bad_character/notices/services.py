"""The verbs of a bad character notice: drafted, served, objected to or not, applied for, ruled on."""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.bad_character.models import BadCharacterConsideration, Decision
from casework.bad_character.notices.models import BadCharacterNotice
from casework.database import in_transaction
from casework.deadlines.rules import due_on
from casework.errors import RuleBroken
from casework.guards import day_happened
from casework.pages.dates import govuk_date
from casework.routes.services import position_require, record_move

Position = BadCharacterNotice.Position


@in_transaction
def notice_draft(
    *,
    record: BadCharacterNotice,
    by: Actor,
    at: datetime,
    facts: str,
    relies_on: str,
    proof: str,
    relevance: str,
) -> None:
    """Write what Part 21 asks of a notice: the facts, how they are proved, why they are admissible.

    Criminal Procedure Rules 2025, rule 21.2(2). The gateways are those of the decision.
    """
    position_require(record, Position.DRAFT)
    record_move(
        record=record,
        to=Position.SERVE,
        by=by,
        at=at,
        verb="notice_drafted",
        facts=facts,
        relies_on=relies_on,
        proof=proof,
        relevance=relevance,
        drafted_at=at,
        drafted_by=by.person,
    )


@in_transaction
def notice_redraft(*, record: BadCharacterNotice, by: Actor, at: datetime) -> None:
    """The draft is to be changed before it is served."""
    position_require(record, Position.SERVE)
    record_move(record=record, to=Position.DRAFT, by=by, at=at, verb="notice_to_redraft")


@in_transaction
def notice_serve(
    *,
    record: BadCharacterNotice,
    by: Actor,
    at: datetime,
    served_on: date,
    served_whom: str,
    late_reason: str = "",
    extension_sought: str = "",
) -> None:
    """The notice was served on the court and on the other parties.

    After its time (rule 21.4(3)) the reason and the extension that the court is asked for are needed
    (rule 21.6). An objection is due within the time of rule 21.4(5).
    """
    position_require(record, Position.SERVE)
    what = "The date of service"
    day_happened(served_on, at=at, since=record.plea_on, what=what, field="served_on")
    late = served_on > record.due_on
    if late:
        _lateness_explained(record, late_reason, extension_sought)
    record_move(
        record=record,
        to=Position.OBJECTION,
        by=by,
        at=at,
        verb="notice_served_late" if late else "notice_served",
        reason=late_reason if late else "",
        served_on=served_on,
        served_whom=served_whom,
        late_reason=late_reason if late else "",
        extension_sought=extension_sought if late else "",
        objection_by=due_on("BAD_CHARACTER_OBJECTION", served_on),
    )
    _decision_tell(record, Decision.NOTICE_SERVED)


def _lateness_explained(record: BadCharacterNotice, late_reason: str, extension_sought: str) -> None:
    if not late_reason:
        due = govuk_date(record.due_on)
        raise RuleBroken(f"Enter why the notice was not served by {due}", field="late_reason")
    if not extension_sought:
        raise RuleBroken("Enter the extension that the court is asked for", field="extension_sought")


@in_transaction
def notice_objected(
    *, record: BadCharacterNotice, by: Actor, at: datetime, objected_on: date, objection: str
) -> None:
    """A party objects: the court is to be asked to decide (rule 21.4(5))."""
    position_require(record, Position.OBJECTION)
    what = "The date of the objection"
    day_happened(objected_on, at=at, since=record.served_on, what=what, field="objected_on")
    record_move(
        record=record,
        to=Position.APPLICATION,
        by=by,
        at=at,
        verb="notice_objected",
        reason=objection,
        objected_on=objected_on,
        objection=objection,
    )
    _decision_tell(record, Decision.OBJECTED)


@in_transaction
def notice_not_objected(*, record: BadCharacterNotice, by: Actor, at: datetime) -> None:
    """Nobody has objected: the court rules on the notice as it is."""
    position_require(record, Position.OBJECTION)
    record_move(record=record, to=Position.RULING, by=by, at=at, verb="notice_not_objected")


@in_transaction
def notice_applied(
    *, record: BadCharacterNotice, by: Actor, at: datetime, applied_on: date, application: str
) -> None:
    """The court was asked to decide on the objection."""
    position_require(record, Position.APPLICATION)
    what = "The date of the application"
    day_happened(applied_on, at=at, since=record.objected_on, what=what, field="applied_on")
    record_move(
        record=record,
        to=Position.RULING,
        by=by,
        at=at,
        verb="notice_applied",
        applied_on=applied_on,
        application=application,
    )


@in_transaction
def notice_rule(
    *,
    record: BadCharacterNotice,
    by: Actor,
    at: datetime,
    ruling: str,
    ruled_on: date,
    ruling_reasons: str,
) -> None:
    """The court has ruled, with the reasons that it must give (rule 21.5).

    `ruling` is one of the positions in BadCharacterNotice.RULINGS.
    """
    position_require(record, Position.RULING)
    if ruling not in BadCharacterNotice.RULINGS:
        raise RuleBroken("Select what the court ruled", field="ruling")
    what = "The date of the ruling"
    day_happened(ruled_on, at=at, since=record.served_on, what=what, field="ruled_on")
    record_move(
        record=record,
        to=Position(ruling),
        by=by,
        at=at,
        verb=f"bad_character_{ruling}",
        reason=ruling_reasons,
        ruled_on=ruled_on,
        ruling_reasons=ruling_reasons,
    )
    _decision_tell(record, Decision(ruling))


def _decision_tell(record: BadCharacterNotice, decision: Decision) -> None:
    """The consideration tells what has come of it; not while it is decided on anew. One query."""
    pursued = BadCharacterConsideration.Position.PURSUED
    BadCharacterConsideration.objects.filter(pk=record.consideration_id, position=pursued).update(
        decision=decision
    )
