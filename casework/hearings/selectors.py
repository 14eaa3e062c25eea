from __future__ import annotations

from casework.casefiles.models import CaseFile
from casework.hearings.models import Hearing


def trial_listed(case: CaseFile) -> Hearing | None:
    """The trial as it is listed now, or None. One query."""
    return Hearing.objects.filter(case_file=case, kind=Hearing.Kind.TRIAL, vacated_at__isnull=True).first()
