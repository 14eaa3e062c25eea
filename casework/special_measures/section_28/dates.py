"""By when each step of section 28 is done, from the hearings as they are listed.

Criminal Practice Direction on section 28 and the timetable of the CPS; all of it is data in the rule table.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.casefiles.models import CaseFile
from casework.deadlines.counted import Counted
from casework.hearings.models import Hearing
from casework.hearings.selectors import hearings_standing

Kind = Hearing.Kind
# A date that a rule gives, or the day for which a hearing is listed.
Dated = Counted | date


def days_listed(case: CaseFile) -> dict[str, date]:
    """For when the hearings of the case are listed, or when they were held, by kind. One query."""
    return {kind: hearing.on for kind, hearing in hearings_standing(case).items()}


def section_28_dates(days: Mapping[str, date]) -> dict[str, Dated]:
    """The date of each step by its field; none before the case is sent, or listed for the first time.

    1. The court is told at the first hearing.
    2. Transcript and application are served before the PTPH: until that is listed, before the day for
       which it is to be.
    3. The ground rules hearing and the recording are by their targets until they are listed.
    """
    sent = days.get(Kind.SENDING) or days.get(Kind.FIRST_HEARING)
    if sent is None:
        return {}
    ptph = days.get(Kind.PTPH) or Counted("PTPH", sent).due_on
    return {
        "tell_by": days.get(Kind.FIRST_HEARING) or sent,
        "serve_by": Counted("S28_SERVE", ptph),
        "ground_rules_by": days.get(Kind.GROUND_RULES) or Counted("S28_GROUND_RULES", sent),
        "recording_by": days.get(Kind.SECTION_28) or Counted("S28_RECORDING", sent),
    }


def day_of(dated: Dated) -> date:
    return dated.due_on if isinstance(dated, Counted) else dated


def reckonings_of(dates: Mapping[str, Dated]) -> dict[str, list[str]]:
    """As the record keeps them: the rule and the day of its trigger, by field."""
    counted = {field: dated for field, dated in dates.items() if isinstance(dated, Counted)}
    return {field: [each.code, each.since.isoformat()] for field, each in counted.items()}
