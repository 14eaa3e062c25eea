"""Every victim is told of every decision against a charge."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from casework.review_rights.models import ReviewRight

if TYPE_CHECKING:
    from casework.casefiles.models import Victim
    from casework.charging.models import ChargingDecision


def review_rights_open(*, decision: ChargingDecision, at: datetime) -> None:
    """Each victim of the case is to be told of the decision. Two queries."""
    ReviewRight.objects.bulk_create(
        _right(decision, victim, at) for victim in decision.case_file.victims.all()
    )


def review_rights_open_late(*, victim: Victim, at: datetime) -> None:
    """A victim who is recorded after a decision against a charge is told of it too. Up to two queries."""
    from casework.charging.models import ChargingDecision

    decided = ChargingDecision.objects.filter(case_file=victim.case_file, position="nfa")
    ReviewRight.objects.bulk_create(_right(decision, victim, at) for decision in decided)


def _right(decision: ChargingDecision, victim: Victim, at: datetime) -> ReviewRight:
    return ReviewRight(
        case_file_id=decision.case_file_id,
        decision=decision,
        victim=victim,
        decision_round=decision.round,
        opened_at=at,
        moved_at=at,
    )
