from __future__ import annotations

from casework.casefiles.models import CaseFile
from casework.milestones.models import Milestone


def milestones_of(case: CaseFile) -> list[Milestone]:
    """The milestones of all suspects of a case, the latest first. One query."""
    found = Milestone.objects.filter(suspect__case_file=case)
    return list(found.select_related("suspect", "recorded_by"))
