"""What hangs on the hearings, pleas, verdicts and sentences of a case: opened or moved with them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from casework.access.policy import Actor
from casework.bad_character.anchor import bad_character_anchor
from casework.casefiles.models import CaseFile
from casework.court_timetable.anchors import court_timetable_anchor
from casework.custody_limits.anchor import custody_limits_anchor
from casework.special_measures.anchors import special_measures_anchor
from casework.special_measures.section_28.anchors import section_28_anchor
from casework.victim_statements.checkpoints import vps_anchor


class Anchor(Protocol):
    """A concern's own: it reads the facts, and opens or moves what hangs on them.

    Called a second time it changes nothing. It costs a fixed number of queries and those of what moves.
    """

    def __call__(self, *, case: CaseFile, by: Actor, at: datetime) -> None: ...


ANCHORS: tuple[Anchor, ...] = (
    vps_anchor,
    custody_limits_anchor,
    special_measures_anchor,
    section_28_anchor,
    court_timetable_anchor,
    bad_character_anchor,
)


def anchors_call(*, case: CaseFile, by: Actor, at: datetime) -> None:
    """Let every concern follow the facts as they stand now. Call it in the transaction that changed them."""
    for anchor in ANCHORS:
        anchor(case=case, by=by, at=at)
