"""Putting work on hold until a day, on which it comes back by itself."""

from __future__ import annotations

from datetime import date, datetime

from viewflow.workflow.models import Task

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.guards import day_to_come
from casework.obligations.models import Obligation
from casework.obligations.services import obligation_hold
from casework.pages.dates import govuk_date
from casework.people.models import User
from workflows.engine.nodes import Step
from workflows.engine.work.hands import as_lead, hold_over, may_hand_over
from workflows.engine.work.refusals import WorkRefused
from workflows.engine.work.under_lock import Held, doers_and_lead, for_who_is_away, under_lock


def hold(*, task: Task, until: date, by: User, at: datetime, reason: str) -> None:
    """Put a step on hold: for who holds it or stands in for them, or leads those who do it.

    Its due date and its reminders stand. Raises WorkRefused, for work that is on hold already too, and
    RuleBroken for a day that is not to come or no reason.
    """
    with under_lock(task, by, at, doing="hold", roles=doers_and_lead) as held:
        held = _allowed(held, "put it on hold")
        _not_on_hold(task)
        day_to_come(until, at=at, what="The date on which the work comes back", field="until")
        if not reason:
            raise RuleBroken("Enter why the work is on hold", field="reason")
        obligation_hold(task=task.pk, until=until)
        held.event("held", reason=f"Until {govuk_date(until)}: {reason}")


def hold_end(*, task: Task, by: User, at: datetime) -> None:
    """Take a step up again before its day: for the same people. Raises WorkRefused when it is not on hold."""
    with under_lock(task, by, at, doing="hold_end", roles=doers_and_lead) as held:
        held = _allowed(held, "end its hold")
        if not hold_over(held):
            raise WorkRefused("This work is not on hold")


def may_hold(step: Step, case: CaseFile, task: Task, user: User) -> bool:
    """Whether the person may put this step on hold, and end its hold: who may hand it over, or stands in.

    One query for who is away, once for each person.
    """
    stands_in = task.owner_id in user.stands_in_for and actor_on(case, user, (step.role,)) is not None
    return stands_in or may_hand_over(step, case, task, user)


def _allowed(held: Held, what: str) -> Held:
    """The same as who leads, or on behalf of the holder for whom the person stands in. Raises WorkRefused."""
    if may_hold(held.step, held.case, held.task, held.by.person):
        return for_who_is_away(as_lead(held))
    if held.task.owner is None:
        raise WorkRefused(f"Claim this work before you {what}")
    raise WorkRefused(f"{held.task.owner.signature} has this now. Only they or who leads them can do this")


def _not_on_hold(task: Task) -> None:
    """A second hold would hide until when, and why, the first was. One query."""
    until = Obligation.objects.open().values_list("held_until", flat=True).get(task=task.pk)
    if until is not None:
        raise WorkRefused(f"This work is on hold until {govuk_date(until)} already. End the hold first")
