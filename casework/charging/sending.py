"""What a decision on one suspect is for the case: sent on, or not yet."""

from __future__ import annotations

from datetime import datetime

from casework.access.policy import Actor
from casework.charging.models import ChargingDecision
from casework.people.roles import Side
from casework.whose_clock.services import clock_restart_sent

Position = ChargingDecision.Position


def clock_restart_decided(record: ChargingDecision, by: Actor, at: datetime) -> None:
    """Decided, or more asked for, for every suspect, the CPS wait for nobody: their clock restarts.

    As `clock_restart_sent`.
    """
    undecided = ChargingDecision.objects.filter(position__in=(Position.REVIEW, Position.PLAN_REVIEW))
    clock_restart_sent(case=record.case_file, side=Side.CPS, by=by, at=at, but_for=undecided)
