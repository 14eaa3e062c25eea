"""When a case closed: since when nobody owes anything in it and no court has it.

The clock of a case leaves out what its victims are owed (letters, contacts, a review of a decision), so the
last work that was done counts too; and an appeal brings the case before a court again, until it is recorded
that it ended.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from casework.appeals.models import Appeal
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from casework.whose_clock.parties import Party
from casework.whose_clock.selectors import clock_of

# The review of an opening in an emergency: that somebody read an old case does not renew its years.
OF_READING = "break_in."


def closed_on(case: CaseFile, at: datetime) -> date | None:
    """The day in London since which the case is with nobody, and all work on it done.

    None while any work is open or an appeal under way. Six queries.
    """
    work, appeals = Obligation.objects.filter(case_file=case), Appeal.objects.filter(suspect__case_file=case)
    if work.open().exists() or appeals.under_way().exists():
        return None
    clock = clock_of(case, at)
    if clock.since is None or clock.party != Party.NOBODY:
        return None
    done = work.exclude(kind__startswith=OF_READING).aggregate(at=Max("closed_at"))["at"]
    ended = appeals.aggregate(at=Max("recorded_at"))["at"]
    return timezone.localdate(max(filter(None, (clock.since, done, ended))))


def closed_require(case: CaseFile, at: datetime) -> date:
    """The same day. Raises RuleBroken for a case that is not closed."""
    day = closed_on(case, at)
    if day is None:
        raise RuleBroken("This case is not closed: somebody owes work on it, or it is before the court")
    return day
