"""What of bad character hangs on the hearings and the pleas of a case."""

from __future__ import annotations

from datetime import datetime

from casework.access.policy import Actor
from casework.bad_character.checkpoints.opening import bad_character_checkpoint_before_ptph
from casework.bad_character.notices.following import notices_follow
from casework.casefiles.models import CaseFile


def bad_character_anchor(*, case: CaseFile, by: Actor, at: datetime) -> None:
    """The checkpoint before the PTPH, and the notices that run from a not guilty plea.

    Called again it changes nothing. Up to nine queries, and those of what moves.
    """
    bad_character_checkpoint_before_ptph(case=case, by=by, at=at)
    notices_follow(case=case, by=by, at=at)
