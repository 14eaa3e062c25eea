"""Somebody's role ends: their work goes back to its pool."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.access.policy import Actor, actor_on
from casework.audit.who import handing_over
from casework.database import whole
from casework.obligations.models import Obligation
from casework.obligations.selectors import cases_worked_by
from casework.people.models import Membership, User
from casework.people.services import membership_end
from workflows.engine.lock import case_locked
from workflows.engine.moment import acting
from workflows.engine.nodes import StepActivation
from workflows.engine.tasks import is_known
from workflows.engine.work.hands import hold_over
from workflows.engine.work.refusals import refusals_told
from workflows.engine.work.under_lock import Held, activation_locked


def end_role(*, membership: Membership, by: Actor, at: datetime) -> None:
    """End somebody's role, and put back in its pool the work that they may no longer do.

    Raises what the ending raises, and WorkRefused while a case is busy. Three queries for each case in which
    they hold work, and some nine for each piece of it; also in cases that are kept from who ends the role.
    """
    with refusals_told("end_role", at), whole(), acting(by, at):
        _cases_lock(membership.person)
        membership_end(membership=membership, by=by, at=at)
        person = User.objects.get(pk=membership.person_id)
        for case in cases_worked_by(person):
            with handing_over(case):
                _return_of_case(case, person, by, at)


def _cases_lock(person: User) -> None:
    """Hold the cases in which they hold work, in the order of their keys: before people, as everywhere.

    One in which they are given work in the instant between the two is locked in the other order: of two who
    then wait for each other the database lets one go on, and the other is told to try again.
    """
    for case in cases_worked_by(person):
        with handing_over(case):
            case_locked(case)


def _return_of_case(case: UUID, person: User, by: Actor, at: datetime) -> None:
    held = Obligation.objects.open().filter(case_file=case, owner=person).order_by("pk")
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
