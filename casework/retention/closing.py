"""When a case closed: since when nobody owes anything in it and no court has it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from casework.whose_clock.parties import Party
from casework.whose_clock.selectors import clock_of


def closed_on(case: CaseFile, at: datetime) -> date | None:
    """The day in London since which the case is with nobody; None while any work is open. Three queries."""
    if Obligation.objects.open().filter(case_file=case).exists():
        return None
    clock = clock_of(case, at)
    return timezone.localdate(clock.since) if clock.since and clock.party == Party.NOBODY else None


def closed_require(case: CaseFile, at: datetime) -> date:
    """The same day. Raises RuleBroken for a case that is not closed."""
    day = closed_on(case, at)
    if day is None:
        raise RuleBroken("This case is not closed: somebody owes work on it, or it is before the court")
    return day
