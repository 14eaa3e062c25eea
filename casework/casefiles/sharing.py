from __future__ import annotations

from datetime import datetime

from casework.casefiles.models import CaseFile
from casework.people.roles import CPS_ROLES, Role


def case_open_to(*, role: str, case: CaseFile, at: datetime) -> None:
    """Let the people of a role see the case from now on, as they are to work on it: a pool holds only what
    its people may see. One query the first time, none after."""
    if role in CPS_ROLES:
        case_share_with_cps(case=case, at=at)
    elif role == Role.WITNESS_CARE:
        case_open_to_witness_care(case=case, at=at)


def case_share_with_cps(*, case: CaseFile, at: datetime) -> None:
    """Let the CPS area see the case from now on, once. One query the first time, none after."""
    _once(case, "shared_with_cps_at", at)


def case_open_to_witness_care(*, case: CaseFile, at: datetime) -> None:
    """Let witness care of the force see the case from now on, as somebody is charged. One query the first
    time, none after."""
    _once(case, "open_to_witness_care_at", at)


def _once(case: CaseFile, moment: str, at: datetime) -> None:
    if getattr(case, moment) is None:
        CaseFile.objects.filter(pk=case.pk).update(**{moment: at})
        setattr(case, moment, at)
