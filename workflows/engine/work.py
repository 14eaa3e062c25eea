"""What people do to the engine: claim, release, complete, and act on a case outside a step.

Each takes the case's lock, checks position and permission under it, does the domain's
verb, writes an event and keeps the open work, all in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from viewflow.workflow import STATUS, FlowLockFailed
from viewflow.workflow.models import Task

from casework.access.policy import Actor, actor_on
from casework.casefiles.models import CaseFile
from casework.casefiles.services import case_file_register
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.obligations.models import Obligation
from casework.people.models import Membership, User
from casework.people.roles import Role
from casework.people.services import membership_end
from casework.routes.models import RouteRecord
from workflows.engine.lock import case_lock
from workflows.engine.moment import acting
from workflows.engine.nodes import Step, StepActivation
from workflows.engine.routes import routes_start

# Who may put back in the pool the work of somebody who is away: by the role that the work needs.
LEAD_OF = {
    Role.INVESTIGATOR: Role.SUPERVISOR,
    Role.SUPERVISOR: Role.SUPERVISOR,
    Role.GATEKEEPER: Role.GATEKEEPER,
    Role.PROSECUTOR: Role.PROSECUTION_MANAGER,
    Role.PROSECUTION_MANAGER: Role.PROSECUTION_MANAGER,
    Role.VICTIM_LIAISON: Role.PROSECUTION_MANAGER,
}


class WorkRefused(RuleBroken):
    """The step cannot be worked on by this person now; the message says why and who has it."""


class NotAllowed(WorkRefused):
    """The person does not hold the role that the step needs."""


def claim(*, task: Task, by: User, at: datetime) -> None:
    """Take an unclaimed step. Raises WorkRefused, naming the holder, when somebody was first."""
    with _locked(task, by, at) as (activation, actor, record):
        if activation.task.owner_id == by.pk:
            return
        _unclaimed_require(activation)
        activation.assign(by)
        _event(record, actor, at, "claimed")


def release(*, task: Task, by: User, at: datetime) -> None:
    """Put a step back in its pool: one's own, or another's for who leads them. Raises WorkRefused."""
    with _locked(task, by, at, or_lead=True) as (activation, actor, record):
        if activation.status != STATUS.ASSIGNED:
            raise WorkRefused("This work is not claimed by anyone")
        if activation.task.owner_id != by.pk and not may_release(activation.flow_task, record.case_file, by):
            raise WorkRefused(f"Only {activation.task.owner.signature} or who leads them can release this")
        activation.unassign()
        _event(record, actor, at, "released")


def complete(*, task: Task, by: User, at: datetime, outcome: str, arguments: dict[str, Any]) -> None:
    """End the step with an outcome; an unclaimed one is claimed on the way.

    Raises WorkRefused when it is another's or done, and whatever RuleBroken the domain's
    verb raises; then nothing has changed.
    """
    with _locked(task, by, at) as (activation, actor, record):
        if activation.task.owner_id != by.pk:
            _unclaimed_require(activation)
            activation.assign(by)
        activation.start(None)
        activation.flow_task.outcomes[outcome].verb(record=record, by=actor, at=at, **arguments)
        activation.execute()


@transaction.atomic
def act_on_case(
    *,
    case: CaseFile,
    by: User,
    roles: tuple[Role, ...],
    at: datetime,
    verb: Callable[..., Any],
    **arguments: Any,
) -> Any:
    """Do a verb of the domain outside any step, and start the routes of the records that it made.

    Raises NotAllowed, or what the verb raises. Gives back what the verb gives.
    """
    with _busy_told():
        case_lock(CaseFile.objects.filter(pk=case.pk).values("pk"))
    # As it is under the lock: what was read before may have changed.
    case.refresh_from_db()
    actor = actor_on(case, by, roles)
    if actor is None:
        raise NotAllowed("Your role cannot do this")
    with acting(actor, at):
        made = verb(case=case, by=actor, at=at, **arguments)
        routes_start(case)
    return made


@transaction.atomic
def open_case(*, by: Actor, at: datetime, **details: Any) -> CaseFile:
    """Register a case and start its routes. Raises what the registration raises."""
    with acting(by, at):
        case = case_file_register(by=by, at=at, **details)
        routes_start(case)
    return case


@transaction.atomic
def end_role(*, membership: Membership, by: Actor, at: datetime) -> None:
    """End somebody's role, and put back in its pool the work that they may no longer do.

    Raises what the ending raises, and WorkRefused while a case is busy. Some ten queries for
    each piece of work that they hold.
    """
    membership_end(membership=membership, by=by, at=at)
    person = User.objects.get(pk=membership.person_id)
    held = Obligation.objects.open().filter(owner=person).order_by("case_file", "pk")
    for owed in held:
        with _busy_told(), Task.objects.get(pk=owed.task).activation() as activation:
            _return_if_not_theirs(activation, person, by, at)


def _return_if_not_theirs(activation: StepActivation, person: User, by: Actor, at: datetime) -> None:
    record, role = activation.process.record, activation.flow_task.role
    theirs = person.is_active and actor_on(record.case_file, person, (role,))
    if not theirs and activation.task.owner_id == person.pk and activation.status == STATUS.ASSIGNED:
        activation.unassign()
        _event(record, by, at, "released")


@contextmanager
def _locked(
    task: Task, by: User, at: datetime, *, or_lead: bool = False
) -> Iterator[tuple[StepActivation, Actor, RouteRecord]]:
    """The activation under the case's lock, with the person in the role that the step needs."""
    with _busy_told(), task.activation() as activation:
        step, record = activation.flow_task, activation.process.record
        actor = _actor_for(step, record.case_file, by, or_lead)
        if activation.status not in (STATUS.NEW, STATUS.ASSIGNED):
            raise WorkRefused(_done_words(activation))
        with acting(actor, at):
            yield activation, actor, record


@contextmanager
def _busy_told() -> Iterator[None]:
    """A lock that is not to be had in time is told to the person, who can try again."""
    try:
        yield
    except FlowLockFailed:
        raise WorkRefused("Someone is changing this case at the moment. Try again in a few seconds") from None


def may_release(step: Step, case: CaseFile, user: User) -> bool:
    """Whether the person leads those who do this step. No query of its own."""
    return actor_on(case, user, (LEAD_OF[step.role],)) is not None


def _actor_for(step: Step, case: CaseFile, by: User, or_lead: bool) -> Actor:
    actor = actor_on(case, by, (step.role, LEAD_OF[step.role]) if or_lead else (step.role,))
    if actor is None:
        raise NotAllowed("Your role cannot do this work")
    return actor


def _unclaimed_require(activation: StepActivation) -> None:
    if activation.task.owner_id is not None:
        raise WorkRefused(f"{activation.task.owner.signature} has already claimed this")


def _done_words(activation: StepActivation) -> str:
    owner = activation.task.owner
    return f"{owner.signature} has already done this" if owner else "This work is no longer needed"


def _event(record: RouteRecord, by: Actor, at: datetime, verb: str) -> None:
    event_record(case=record.case_file, by=by, at=at, route=record.route, verb=verb, subject=record.pk)
