from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.guards import day_to_come
from casework.hearings.models import Hearing
from casework.victim_statements.checkpoints import vps_checkpoints_anchor


@in_transaction
def trial_list(*, case: CaseFile, by: Actor, at: datetime, on: date, reason: str = "") -> Hearing:
    """List the trial, or list it anew: the old date is vacated, and what hangs on it moves with it.

    Raises RuleBroken before anybody is charged, for a day that is not to come, and for a
    relisting without a reason.
    """
    case = CaseFile.objects.select_for_update(of=["self"], no_key=True).get(pk=case.pk)
    _listing_allowed(case, on, at)
    vacated = Hearing.objects.filter(case_file=case, kind=Hearing.Kind.TRIAL, vacated_at__isnull=True)
    relisted = vacated.update(vacated_at=at)
    if relisted and not reason:
        raise RuleBroken("Enter why the trial is listed anew", field="reason")
    hearing = Hearing.objects.create(case_file=case, kind=Hearing.Kind.TRIAL, on=on, listed_at=at)
    event_record(
        case=case,
        by=by,
        at=at,
        route="hearings",
        verb="trial_relisted" if relisted else "trial_listed",
        reason=reason,
    )
    vps_checkpoints_anchor(case=case, trial_on=on, at=at)
    return hearing


def _listing_allowed(case: CaseFile, on: date, at: datetime) -> None:
    if not case.suspects.filter(charged_on__isnull=False).exists():
        raise RuleBroken("Nobody has been charged in this case, so no trial can be listed")
    day_to_come(on, at=at, what="The date of the trial", field="on")
