"""What happened to a record as its events tell it: who owed work on it, and from when. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from casework.charging.models import ChargingDecision
from casework.early_advice.models import EarlyAdviceRequest
from casework.routes.models import RouteRecord
from casework.whose_clock.standing import Owed, Stage

WITHDRAWN, REINSTATED = "withdrawn", "reinstated"
# The verbs after which a record is owed by another though it has not moved.
STILL = (WITHDRAWN, REINSTATED)


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
    position = next((move.moved_from for move in moves if move.moved_from), opened.position)
    yield _owed(opened, opened.at, position)
    for move in moves:
        position = move.moved_to or position
        yield _owed(opened, move.at, position, wanted=move.verb != WITHDRAWN)


def _owed(opened: Opened, at: datetime, position: str, *, wanted: bool = True) -> Owed:
    side = opened.model.OWED.get(position) if wanted else None
    return Owed(at, opened.record, side, _stage(opened.model, position if wanted else ""))


def _stage(model: type[RouteRecord], position: str) -> Stage:
    if model is ChargingDecision:
        return Stage.CHARGED if position == ChargingDecision.Position.CHARGED else Stage.DECISION
    return Stage.ADVICE if model.route == EarlyAdviceRequest.route else Stage.WORK
