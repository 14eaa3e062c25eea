"""Whose hands the work is in: claim, release, assign.

Work that changes hands is no longer on hold: who had it knew what it waits for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile
from casework.obligations.services import obligation_hold
from casework.people.models import User
from casework.people.roles import LEAD_OF
from workflows.engine.nodes import Step
from workflows.engine.work.refusals import WorkRefused
from workflows.engine.work.under_lock import Held, as_now, doers_and_lead, leads, under_lock


def claim(*, task: Task, by: User, at: datetime) -> None:
    """Take an unclaimed step. Raises WorkRefused, naming the holder, when somebody was first."""
    with under_lock(task, by, at, doing="claim") as held:
        if held.task.owner_id == by.pk:
            return
        unclaimed_require(held)
        hold_over(held)
        held.activation.assign(by)
        held.event("claimed", handed_to=by)


def release(*, task: Task, by: User, at: datetime) -> None:
    """Put a step back in its pool: one's own, or another's for who leads them. Raises WorkRefused."""
    with under_lock(task, by, at, doing="release", roles=doers_and_lead) as held:
        owner = held.task.owner
        if held.activation.status != STATUS.ASSIGNED:
            raise WorkRefused("This work is not claimed by anyone")
        held = _handing_over(held)
        hold_over(held)
        held.activation.unassign()
        held.event("released", handed_from=owner)


def assign(
    *, task: Task, to: User, by: User, at: datetime, reason: str = "", seen: int | None = None
) -> None:
    """Give a step to somebody who may do it, whoever holds it: for who holds it, or leads those who do it.

    `seen` is who held it (by key) when `by` decided. Raises WorkRefused, naming the holder, when
    that has changed meanwhile, and for somebody who cannot do the work or has it already.
    """
    with under_lock(task, by, at, doing="assign", roles=doers_and_lead) as held:
        owner, held = held.task.owner, _handing_over(held)
        if held.task.owner_id != seen:
            raise WorkRefused(_changed_hands(owner))
        if actor_on(held.case, as_now(to), (held.step.role,)) is None:
            raise WorkRefused(f"{to.signature} cannot do this work", field="to")
        if owner == to:
            raise WorkRefused(f"{to.signature} has this already", field="to")
        hold_over(held)
        (held.activation.reassign if owner else held.activation.assign)(to)
        verb = "reassigned" if owner else "assigned"
        held.event(verb, handed_from=owner, handed_to=to, reason=reason)


def may_hand_over(step: Step, case: CaseFile, task: Task, user: User) -> bool:
    """Whether the person may release or assign this step: they hold it, or lead those who do it. No query."""
    return task.owner_id == user.pk or leads(step, case, user)


def hold_over(held: Held) -> bool:
    """End the hold of a step that is on hold, with an event of its own; whether it was. One query, or two."""
    was_on_hold = obligation_hold(task=held.task.pk, until=None)
    if was_on_hold:
        held.event("hold_ended")
    return was_on_hold


def unclaimed_require(held: Held) -> None:
    if held.task.owner_id is not None:
        raise WorkRefused(f"{held.task.owner.signature} has already claimed this")


def as_lead(held: Held) -> Held:
    """The same in the role in which the person leads, for work that is not theirs. No query."""
    lead = actor_on(held.case, held.by.person, (LEAD_OF[held.step.role],))
    theirs = held.task.owner_id == held.by.person.pk
    return held if theirs or lead is None else replace(held, by=replace(lead, step=held.by.step))


def _handing_over(held: Held) -> Held:
    if not may_hand_over(held.step, held.case, held.task, held.by.person):
        whose = f"{held.task.owner.signature} or who leads them" if held.task.owner else "who leads the team"
        raise WorkRefused(f"Only {whose} can do this")
    return as_lead(held)


def _changed_hands(owner: User | None) -> str:
    if owner is None:
        return "This has been released meanwhile. Check it, then try again"
    return f"{owner.signature} has this now. Check it, then try again"
