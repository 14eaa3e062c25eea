"""The verbs of section 28: each step as it was done, and the end of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import Victim
from casework.database import in_transaction
from casework.deadlines.counted import Counted
from casework.errors import RuleBroken
from casework.guards import day_happened
from casework.routes.services import position_require, record_move
from casework.special_measures.section_28.dates import reckonings_of
from casework.special_measures.section_28.models import Section28, Section28Step

Position = Section28.Position
# What follows a step, and the event that says that it was done.
FOLLOWS = {
    Position.TELL_COURT: (Position.SERVE, "court_told"),
    Position.SERVE: (Position.REPLY, "section_28_served"),
    Position.REPLY: (Position.GROUND_RULES, "defence_replied"),
    Position.GROUND_RULES: (Position.RECORDING, "ground_rules_held"),
    Position.RECORDING: (Position.RECORDED, "cross_examination_recorded"),
}
DONE = {
    Position.TELL_COURT: "The date on which the court was told",
    Position.SERVE: "The date of service",
    Position.REPLY: "The date of the reply",
    Position.GROUND_RULES: "The date of the ground rules hearing",
    Position.RECORDING: "The date of the recording",
}


@in_transaction
def section_28_step(*, record: Section28, by: Actor, at: datetime, done_on: date, note: str) -> None:
    """The step at which the record stands was done on that day. The defence replies from the service.

    Raises RuleBroken for a day to come, or before the step that it follows.
    """
    position_require(record, *FOLLOWS)
    here = Position(record.position)
    last = record.steps.last()
    day_happened(done_on, at=at, since=last.done_on if last else None, what=DONE[here], field="done_on")
    Section28Step.objects.create(
        record=record, position=here, done_on=done_on, note=note, recorded_at=at, recorded_by=by.person
    )
    to, verb = FOLLOWS[here]
    dates = _reply_dated(record, done_on) if to == Position.REPLY else {}
    record_move(record=record, to=to, by=by, at=at, verb=verb, reason=note, **dates)


@in_transaction
def section_28_end(*, record: Section28, by: Actor, at: datetime, why: str, detail: str) -> None:
    """It is not used after all. Raises RuleBroken without more on why."""
    position_require(record, *FOLLOWS)
    if not detail:
        raise RuleBroken("Enter more on why section 28 is not used", field="detail")
    _end(record, Section28.Why(why), detail, by=by, at=at)


def section_28_stop(*, victim: Victim, why: Section28.Why, by: Actor, at: datetime) -> None:
    """End what is open of the victim's, as something else was recorded. One query, and two where it is."""
    for record in victim.section_28s.filter(position__in=FOLLOWS, withdrawn_at=None):
        _end(record, why, "", by=by, at=at)


def _end(record: Section28, why: Section28.Why, detail: str, *, by: Actor, at: datetime) -> None:
    record_move(
        record=record,
        to=Position.ENDED,
        by=by,
        at=at,
        verb="section_28_ended",
        reason=f"{why.label}. {detail}".rstrip(),
        why_ended=why,
        ended_on=timezone.localdate(at),
    )


def _reply_dated(record: Section28, served_on: date) -> dict[str, Any]:
    """By when the defence replies, and how that is counted."""
    counted = Counted("S28_REPLY", served_on)
    reckonings = {**record.reckonings, **reckonings_of({"reply_by": counted})}
    return {"reply_by": counted.due_on, "reckonings": reckonings}
