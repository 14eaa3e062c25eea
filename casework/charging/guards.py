"""Who may decide on a charge: nobody who stands behind the file for the police."""

from __future__ import annotations

from django.db.models import Q

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.events.models import Event

BEHIND_THE_FILE = ("submitted", "resubmitted", "signed_off", "accepted")


def decided_by_another(case: CaseFile, by: Actor) -> None:
    """Guard: who decides is not the officer, and submitted, signed off and accepted no round of the file.

    Who does it for a colleague who is away stands for both. One query.
    """
    acting = {by.person.pk, by.principal.pk}
    if case.officer_in_case_id in acting:
        raise RuleBroken("You are the officer in this case, so somebody else must decide")
    theirs = Q(actor__in=acting) | Q(on_behalf_of__in=acting)
    filed = Event.objects.filter(theirs, case_file=case, route="file_review", verb__in=BEHIND_THE_FILE)
    if filed.exists():
        raise RuleBroken("You worked on this file for the police, so somebody else must decide")
