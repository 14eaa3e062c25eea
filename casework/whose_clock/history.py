"""What happened to a record as its events tell it: who owed work on it, and from when. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID

from casework.charging.models import ChargingDecision
from casework.early_advice.models import EarlyAdviceRequest
from casework.people.roles import Side
from casework.routes.models import RouteRecord
from casework.whose_clock.standing import Owed, Stage

# A discontinuance that is only recommended leaves the charge before the court.
STANDS_CHARGED = (ChargingDecision.Position.CHARGED, ChargingDecision.Position.DISCONTINUE)
# The verbs after which a record is owed by another though it has not moved.
WITHDRAWN, REINSTATED = "withdrawn", "reinstated"


class Opened(NamedTuple):
    """A record as it stands now, and since when there is one."""

    record: UUID
    model: type[RouteRecord]
    at: datetime
    position: str


class Move(NamedTuple):
    """An event that moved a record, or by which work on it was no longer, or again, wanted."""

    at: datetime
    verb: str
    moved_from: str
    moved_to: str


def owed_over_time(opened: Opened, moves: Sequence[Move]) -> Iterator[Owed]:
    """Who owed the record from its opening on. `moves` are all of its own, in the order of time.

    No event tells of an opening: the record says when, and the first move from where.
    """
    record, model, at, position = opened
    position = next((move.moved_from for move in moves if move.moved_from), position)
    yield Owed(at, record, *_meaning(model, position))
    for at, verb, _, moved_to in moves:
        position = moved_to or position
        yield Owed(at, record, *_meaning(model, "" if verb == WITHDRAWN else position))


@cache
def _meaning(model: type[RouteRecord], position: str) -> tuple[Side | None, Stage]:
    """Who owes a record of this kind at a position, and what that means for the case; "" is withdrawn."""
    side = model.OWED.get(position)
    if model is ChargingDecision:
        return side, Stage.CHARGED if position in STANDS_CHARGED else Stage.DECISION
    return side, Stage.ADVICE if model.route == EarlyAdviceRequest.route else Stage.WORK
