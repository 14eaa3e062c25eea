"""Another round of a consideration: what was said before stays."""

from __future__ import annotations

from datetime import datetime

from casework.access.policy import Actor
from casework.bad_character.checkpoints.models import BadCharacterCheckpoint
from casework.bad_character.models import BadCharacterConsideration
from casework.routes.made import record_moved
from casework.routes.services import record_move

ASKED_AGAIN = "Bad character is considered again"


def round_begin(
    record: BadCharacterConsideration, *, by: Actor, at: datetime, verb: str, reason: str
) -> None:
    """The police look again at what is new, or asked; a checkpoint that is open is answered by it."""
    record_move(
        record=record,
        to=BadCharacterConsideration.Position.CONSIDER,
        by=by,
        at=at,
        verb=verb,
        reason=reason,
        return_reason=reason,
        round=record.round + 1,
    )
    checkpoints_answer(record, by=by, at=at)


def checkpoints_answer(record: BadCharacterConsideration, *, by: Actor, at: datetime) -> None:
    """What is looked at again need not be confirmed. One query, and two for each that is open."""
    open_ones = BadCharacterCheckpoint.objects.filter(
        consideration=record, position=BadCharacterCheckpoint.Position.CONFIRM, withdrawn_at=None
    )
    for checkpoint in open_ones:
        checkpoint.case_file = record.case_file
        to = BadCharacterCheckpoint.Position.REOPENED
        record_move(record=checkpoint, to=to, by=by, at=at, verb="checkpoint_reopened", reason=ASKED_AGAIN)
        record_moved(checkpoint)
