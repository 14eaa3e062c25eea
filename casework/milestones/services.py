"""Recording what happened to a suspect in the investigation."""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Suspect
from casework.database import in_transaction
from casework.events.services import event_record
from casework.guards import day_happened
from casework.milestones.models import Milestone

ROUTE = "milestones"


@in_transaction
def milestone_record(
    *, case: CaseFile, by: Actor, at: datetime, suspect: Suspect, kind: str, on: date
) -> Milestone:
    """Record a milestone of a suspect with its day, from which the limit to tell the victims counts.

    Raises RuleBroken for a day before the report or to come. Two queries, and those of the duties.
    """
    day_happened(on, at=at, since=case.reported_on, what="The date it happened", field="on")
    made = Milestone.objects.create(suspect=suspect, kind=kind, on=on, recorded_at=at, recorded_by=by.person)
    event_record(case=case, by=by, at=at, route=ROUTE, verb=kind, subject=suspect.pk, happened_on=on)
    return made
