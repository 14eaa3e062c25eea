"""Cases brought to where special measures and section 28 are at court."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from casework.casefiles.models import CaseFile
from tests.cast import TO_CHARGE, Driver
from tests.samples import day

ASSESS, APPLY = "special_measures.assess", "special_measures_application.apply"
RESPOND, RULE = "special_measures_application.respond", "special_measures_application.rule"
WANT = f"{ASSESS} want"


def plea(
    drive: Driver, case: CaseFile, plea: str = "not_guilty", court: str = "crown", on: date | None = None
):
    """A plea of the one defendant; gives back the response."""
    entered = day("entered_on", on or timezone.localdate())
    return drive.recorded(case, "plea", plea=plea, court=court, **entered)


def charged(drive: Driver, *steps: str, **people: int) -> CaseFile:
    """Charged, once these steps were done."""
    case = drive.case(**people)
    drive.do(case, *steps, *TO_CHARGE)
    return case
