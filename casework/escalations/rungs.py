"""After how many working days each rung is told: what a force or an area set otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise

from casework.access.policy import Actor
from casework.database import in_transaction, insert_next
from casework.errors import Overtaken, RuleBroken
from casework.escalations.ladder import Days, ladder_of
from casework.escalations.models import RungChange
from casework.obligations.services import obligations_wake
from casework.people.roles import side_in

# Beyond them the calendar does not hold.
MOST_DAYS = 180


def rungs_in_force() -> Mapping[int, Days]:
    """What each force and area (by key) set last; those that set nothing are not in it. One query."""
    latest = RungChange.objects.order_by("organisation_id", "-number").distinct("organisation_id")
    return {change.organisation_id: tuple(sorted(change.days.items())) for change in latest}


@in_transaction
def rungs_change(*, days: Mapping[str, int], reason: str, seen: int, by: Actor, at: datetime) -> RungChange:
    """From now on the rungs of the administrator's organisation are told after these working days.

    `days` are by the keys of its rungs, all of them. What was told already is not told again, and what is
    open is looked at anew. `seen` is how many changes there were when `by` decided. Three queries. Raises
    RuleBroken where a rung does not come after that below it, Overtaken where somebody has changed them.
    """
    _rising_require(by, days)
    if seen != rung_changes_number(by):
        raise Overtaken
    change = RungChange(
        organisation=by.organisation,
        number=seen + 1,
        days=dict(days),
        reason=reason,
        changed_by=by.person,
        changed_at=at,
    )
    insert_next(change, "rungs_changed_one_by_one")
    obligations_wake(organisation=by.organisation, at=at)
    return change


def rung_changes_number(by: Actor) -> int:
    """How often they were changed in the administrator's organisation. One query."""
    return RungChange.objects.filter(organisation=by.organisation).count()


def _rising_require(by: Actor, days: Mapping[str, int]) -> None:
    keys = [rung.key for rung in ladder_of(side_in(by.organisation))]
    for key in keys:
        if not 1 <= days[key] <= MOST_DAYS:
            raise RuleBroken(f"Enter a number of working days from 1 to {MOST_DAYS}", field=key)
    for below, key in pairwise(keys):
        if days[key] <= days[below]:
            rank_below = f"the rank below is told after {days[below]}"
            words = f"Enter a larger number of working days: {rank_below}"
            raise RuleBroken(words, field=key)
