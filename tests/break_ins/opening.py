"""Opening a restricted case in an emergency in tests, by the same verb as the page."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from casework.break_ins.models import BreakIn
from casework.casefiles.models import CaseFile
from casework.people.models import User
from tests.access.keeping import restricted
from tests.cast import Cast, Driver
from workflows.engine import work

REASON = "The victim has rung 999 and nobody on the list answers"


def opened(case: CaseFile, person: User, at: datetime | None = None) -> BreakIn:
    """What the person's opening of the case left."""
    by = User.objects.get(pk=person.pk)
    work.break_in(urn=case.urn, by=by, reason=REASON, at=at or timezone.now())
    return BreakIn.objects.filter(case_file=case, person=person).latest("opened_at")


def closed_case(drive: Driver, cast: Cast, *steps: str) -> CaseFile:
    """A case that is open to its officer, the supervisor and the District Crown Prosecutor alone."""
    case = drive.case()
    drive.do(case, *steps)
    return restricted(case, cast.manager, by=cast.supervisor)
