"""Setting a ladder otherwise for one's force or area."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from casework.access.policy import Actor
from casework.database import in_transaction, insert_next
from casework.errors import Overtaken, RuleBroken
from casework.obligations.services import obligations_wake
from notifications.ladders.models import LadderChange

# Beyond them a reminder is no help, or the calendar does not hold.
MOST_DAYS, MOST_TIMES = 180, 50


@in_transaction
def ladder_change(
    *,
    kind: str,
    warn: Sequence[int],
    overdue_after: int,
    again_every: int,
    again_times: int,
    reason: str,
    seen: int,
    by: Actor,
    at: datetime,
) -> LadderChange:
    """From now on the ladder of a kind is this one in the administrator's organisation.

    Days are as in `Timing`; what was told already is not told again, and what is open is looked at anew.
    `seen` is how many changes there were when `by` decided. Four queries. Raises RuleBroken for warnings out
    of range or given twice, Overtaken where somebody changed the ladder meanwhile.
    """
    if len(set(warn)) != len(warn) or any(not 1 <= days <= MOST_DAYS for days in warn):
        raise RuleBroken(f"Enter different numbers of days from 1 to {MOST_DAYS}", field="warn")
    if seen != changes_number(kind, by):
        raise Overtaken
    change = LadderChange(
        organisation=by.organisation,
        kind=kind,
        number=seen + 1,
        warn=sorted(warn, reverse=True),
        overdue_after=overdue_after,
        again_every=again_every,
        again_times=again_times,
        reason=reason,
        changed_by=by.person,
        changed_at=at,
    )
    insert_next(change, "ladder_changed_one_by_one")
    obligations_wake(organisation=by.organisation, at=at)
    return change


def changes_number(kind: str, by: Actor) -> int:
    """How often the ladder was changed in the administrator's organisation. One query."""
    return LadderChange.objects.filter(organisation=by.organisation, kind=kind).count()
