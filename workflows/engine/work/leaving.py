"""Somebody's role ends: their work goes back to its pool."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.access.policy import Actor, actor_on
from casework.database import whole
from casework.obligations.models import Obligation
from casework.people.models import Membership, User
from casework.people.services import membership_end
from workflows.engine.moment import acting
from workflows.engine.nodes import StepActivation
from workflows.engine.tasks import is_known
from workflows.engine.work.hands import hold_over
from workflows.engine.work.refusals import refusals_told
from workflows.engine.work.under_lock import Held, activation_locked


def end_role(*, membership: Membership, by: Actor, at: datetime) -> None:
    """End somebody's role, and put back in its pool the work that they may no longer do.

    Raises what the ending raises, and WorkRefused while a case is busy. Some nine queries for
    each piece of work that they hold.
    """
    with refusals_told("end_role", at), whole(), acting(by, at):
        membership_end(membership=membership, by=by, at=at)
        person = User.objects.get(pk=membership.person_id)
        held = Obligation.objects.open().filter(owner=person).order_by("case_file", "pk")
        tasks = Task.objects.select_related("process__caseprocess").in_bulk(owed.task for owed in held)
        # Work whose flow is gone cannot be touched before it is repaired; that keeps nobody in a role.
        for task in [tasks[owed.task] for owed in held if owed.task and is_known(tasks[owed.task])]:
            return_if_not_theirs(activation_locked(task), person, by, at)


def return_if_not_theirs(activation: StepActivation, person: User, by: Actor, at: datetime) -> None:
    """Put the step of this holder back in its pool, unless they may still do it."""
    step, case = activation.flow_task, activation.process.record.case_file
    theirs = person.is_active and actor_on(case, person, (step.role,))
    if not theirs and activation.task.owner_id == person.pk and activation.status == STATUS.ASSIGNED:
        held = Held(activation, replace(by, step=step.kind), at)
        hold_over(held)
        activation.unassign()
        held.event("released", handed_from=person)
