"""From when a referral to support counts: from the report, also when its date is put right.

Code of Practice for Victims of Crime 2020, right 4.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.deadlines.calendar import OutsideCalendar
from casework.deadlines.rules import due_on
from casework.routes.services import record_date_move
from casework.rows import row_update
from casework.victim_contacts.duties import OPEN
from casework.victim_contacts.models import VictimContact

RULE = "VIC_REFERRAL"
WHY = "The date of the report from which it is counted has changed"


def report_counts(case: CaseFile, at: datetime) -> bool:
    """Whether the referral of a victim who is recorded now counts from the report, and not from now.

    Not that of one who became known after the day of the registration, nor after a report of a year for
    which no bank holidays are held. No query.
    """
    return localdate(at) == localdate(case.registered_at) and _limit(case.reported_on) is not None


def _limit(since: date) -> date | None:
    try:
        return due_on(RULE, since)
    except OutsideCalendar:
        return None


def referrals_follow(*, case: CaseFile, former: date, by: Actor, at: datetime) -> None:
    """Count the open referrals of the case anew that were counted from the former date of the report.

    A next date to try stays, and so do all for a report of a year without bank holidays. One query, and up
    to six for each referral.
    """
    limit = _limit(case.reported_on)
    if limit is None:
        return
    counted = VictimContact.objects.filter(
        case_file=case, topic="referral", since_on=former, position__in=OPEN, withdrawn_at=None
    )
    for duty in counted.select_related("victim", "suspect"):
        duty.case_file = case
        _count_anew(duty, case.reported_on, limit, by, at)


def _count_anew(duty: VictimContact, since: date, limit: date, by: Actor, at: datetime) -> None:
    is_tried = duty.due_on != duty.limit_on
    row_update(VictimContact, {"id": duty.pk}, {"since_on": since, "limit_on": limit})
    duty.since_on, duty.limit_on = since, limit
    if not is_tried:
        record_date_move(record=duty, field="due_on", to=limit, by=by, at=at, reason=WHY)
