"""The step as it is under the case's lock, and the person in the role in which they may act on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.access.policy import Actor, actor_on
from casework.casefiles.models import CaseFile
from casework.database import whole
from casework.events.services import event_record
from casework.people.models import User
from casework.people.roles import LEAD_OF, Role
from casework.routes.models import RouteRecord
from casework.rows import rows_get
from workflows.engine.lock import case_locked
from workflows.engine.moment import acting
from workflows.engine.nodes import Step, StepActivation
from workflows.engine.tasks import is_known
from workflows.engine.work.refusals import NotAllowed, WorkRefused, done_refusal, refusals_told
from workflows.models import CaseProcess

OPEN = (STATUS.NEW, STATUS.ASSIGNED)


@dataclass(frozen=True)
class Held:
    """A step under its case's lock."""

    activation: StepActivation
    by: Actor
    at: datetime

    @property
    def task(self) -> Task:
        return self.activation.task

    @property
    def step(self) -> Step:
        return self.activation.flow_task

    @property
    def record(self) -> RouteRecord:
        return self.activation.process.record

    @property
    def case(self) -> CaseFile:
        return self.record.case_file

    def event(self, verb: str, **details: object) -> None:
        """Write what is done to the work. One query."""
        record = self.record
        event_record(
            case=record.case_file,
            by=self.by,
            at=self.at,
            route=record.route,
            verb=verb,
            subject=record.pk,
            **details,  # type: ignore[arg-type]
        )


def doers(step: Step) -> tuple[Role, ...]:
    return (step.role,)


def doers_and_lead(step: Step) -> tuple[Role, ...]:
    """The roles in which somebody may hand the step over: of those who do it, and of who leads them."""
    return (step.role, LEAD_OF[step.role])


def leads(step: Step, case: CaseFile, user: User) -> bool:
    return actor_on(case, user, (LEAD_OF[step.role],)) is not None


def for_who_is_away(held: Held) -> Held:
    """The same on behalf of the holder, if the person stands in for them; else as it is.

    One query for who is away, once for each person.
    """
    owner, person = held.task.owner_id, held.by.person
    if owner in (None, person.pk) or owner not in person.stands_in_for:
        return held
    return replace(held, by=replace(held.by, on_behalf_of=held.task.owner))


@contextmanager
def under_lock(
    task: Task,
    by: User,
    at: datetime,
    *,
    doing: str,
    roles: Callable[[Step], tuple[Role, ...]] = doers,
    statuses: tuple[str, ...] = OPEN,
) -> Iterator[Held]:
    """Hold the step, with the person in one of its `roles` as they hold them now. Five queries.

    Raises NotAllowed, and WorkRefused for a busy case, a step that is no longer in `statuses` and one
    that this release does not have.
    """
    with refusals_told(doing, at, task), whole():
        if not is_known(task):
            raise WorkRefused("This work must be put right by your administrator before it can go on")
        activation = activation_locked(task)
        step, case = activation.flow_task, activation.process.record.case_file
        actor = actor_on(case, as_now(by), roles(step))
        if actor is None:
            raise NotAllowed("Your role cannot do this work")
        if activation.status not in statuses:
            raise done_refusal(activation, by)
        held = Held(activation, replace(actor, step=step.kind), at)
        with acting(held.by, at):
            yield held


def as_now(person: User) -> User:
    """The person without what was read of their roles and absences before the lock."""
    fresh = copy(person)
    for read in ("memberships_held", "stands_in_for"):
        fresh.__dict__.pop(read, None)
    return fresh


def activation_locked(task: Task) -> StepActivation:
    """The activation of a task with its record and case as they are under the case's lock.

    Of what was read before the lock only the keys are kept: the rest may have changed meanwhile, and
    the caller's own objects are left as they are. Two queries, and one for a process that was
    not read with its task.
    """
    process = copy(task.process.coerced)
    case = case_locked(process.case_file_id)
    found, record = rows_get((Task, task.pk), _record_key(process))
    process.flow_class = found.flow_task.flow_class
    process.record_set(record, case)
    found.process = process
    return found.flow_task.activation_class(found)


def _record_key(process: CaseProcess) -> tuple[type[Any], Any]:
    kind = process.flow_class.carries
    return CaseProcess._meta.get_field(kind).related_model, getattr(process, f"{kind}_id")  # type: ignore[return-value]
