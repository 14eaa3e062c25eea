"""What every verb on the keeping of a case writes."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from casework.access.ending import reason_require
from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.events.services import event_record
from casework.retention.models import OfOrganisation

ROUTE = "retention"
Begun = TypeVar("Begun", bound=OfOrganisation)


def spell_begin(spell: Begun, *, case: CaseFile, reason: str, by: Actor, at: datetime) -> Begun:
    """Let a hold or a proposal begin. One query. Raises RuleBroken without a reason."""
    reason_require(reason)
    spell.case_file, spell.organisation, spell.reason = case, by.organisation, reason
    spell.begun_at, spell.begun_by = at, by.person
    spell.save(force_insert=True)
    return spell


def event_write(case: CaseFile, verb: str, by: Actor, at: datetime, moved_to: str = "") -> None:
    """Why it was done is in the row alone: those who read the case are not those who keep it."""
    event_record(case=case, by=by, at=at, route=ROUTE, verb=verb, moved_to=moved_to)
