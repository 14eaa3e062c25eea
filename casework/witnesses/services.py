"""Recording whether a victim must give evidence, of which the victim is told.

Code of Practice for Victims of Crime 2020, right 8.
"""

from __future__ import annotations

from datetime import datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Victim
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.hearings.guards import somebody_contests
from casework.witnesses.models import WitnessRequirement

ROUTE = "witnesses"


@in_transaction
def witness_requirement_record(
    *, case: CaseFile, victim: Victim, by: Actor, at: datetime, required: bool
) -> WitnessRequirement:
    """The victim must give evidence, or need not, or no longer.

    Raises RuleBroken for what is recorded already, and for one who must where nobody is charged or every
    defendant has pleaded guilty: there is no trial at which to give it. Up to three queries, and those of
    the duty.
    """
    before = WitnessRequirement.objects.filter(victim=victim).first()
    if before and before.required == required:
        raise RuleBroken("This is recorded already, and nothing else since", field="required")
    if required:
        _trial_possible(case)
    made = WitnessRequirement.objects.create(
        victim=victim, required=required, recorded_at=at, recorded_by=by.person
    )
    verb = "required" if required else "not_required"
    event_record(case=case, by=by, at=at, route=ROUTE, verb=verb, subject=victim.pk)
    return made


def _trial_possible(case: CaseFile) -> None:
    charged = list(case.suspects.filter(charged_on__isnull=False))
    if not charged:
        raise RuleBroken("Nobody has been charged in this case, so there is no trial yet", field="required")
    if not somebody_contests(case, charged):
        raise RuleBroken("Every defendant has pleaded guilty, so there is no trial", field="required")
