from __future__ import annotations

from uuid import UUID

from casework.casefiles.models import CaseFile
from casework.witnesses.models import WitnessRequirement


def requirements_of(case: CaseFile) -> dict[UUID, WitnessRequirement]:
    """By victim (key) what holds for them, of those for whom something is recorded. One query."""
    found = WitnessRequirement.objects.filter(victim__case_file=case).select_related("recorded_by")
    return {each.victim_id: each for each in found.order_by("pk")}
