from __future__ import annotations

from datetime import datetime

from casework.casefiles.models import CaseFile


def case_share_with_cps(*, case: CaseFile, at: datetime) -> None:
    """Let the CPS area see the case from now on, once. One query the first time, none after."""
    if case.shared_with_cps_at is None:
        CaseFile.objects.filter(pk=case.pk).update(shared_with_cps_at=at)
        case.shared_with_cps_at = at
