"""The verbs of a checkpoint: the decision stands, or bad character is considered again."""

from __future__ import annotations

from datetime import datetime

from casework.access.policy import Actor
from casework.bad_character.checkpoints.models import BadCharacterCheckpoint
from casework.bad_character.models import BadCharacterConsideration
from casework.bad_character.reopening import round_begin
from casework.database import in_transaction
from casework.errors import Overtaken
from casework.police_outcomes.guards import case_not_ended
from casework.routes.made import record_moved
from casework.routes.services import position_require, record_move
from casework.rows import row_get

Position = BadCharacterCheckpoint.Position


@in_transaction
def checkpoint_stands(*, record: BadCharacterCheckpoint, by: Actor, at: datetime) -> None:
    """Nothing has come that changes the decision."""
    position_require(record, Position.CONFIRM)
    record_move(record=record, to=Position.STANDS, by=by, at=at, verb="checkpoint_stands")


@in_transaction
def checkpoint_reopen(*, record: BadCharacterCheckpoint, by: Actor, at: datetime, what_is_new: str) -> None:
    """The decision has to be looked at again: the police consider what is new, a round on.

    Raises RuleBroken in a case that the police have ended.
    """
    position_require(record, Position.CONFIRM)
    case_not_ended(record.case_file)
    consideration = row_get(BadCharacterConsideration, record.consideration_id)
    if consideration.position not in BadCharacterConsideration.DECIDED or consideration.withdrawn_at:
        raise Overtaken
    consideration.case_file = record.case_file
    record_move(
        record=record,
        to=Position.REOPENED,
        by=by,
        at=at,
        verb="checkpoint_reopened",
        reason=what_is_new,
    )
    round_begin(consideration, by=by, at=at, verb="reopened", reason=what_is_new)
    record_moved(consideration)
