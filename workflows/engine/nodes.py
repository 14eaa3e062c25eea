"""The nodes of our flows: a person's step with its outcomes, and the small glue between routes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from viewflow.workflow import Activation, flow, nodes
from viewflow.workflow.nodes.view import ViewActivation

from casework.access.policy import actor_on
from casework.deadlines.rules import due_on as rule_due_on
from casework.forms import StepForm
from casework.obligations.services import obligation_close, obligation_hand_to, obligation_open
from casework.people.models import User
from casework.people.roles import Role
from casework.routes.models import RouteRecord
from workflows.engine.lock import CaseLock
from workflows.engine.moment import moment
from workflows.models import CaseProcess

# The record is of the kind that the flow carries, which a type cannot say.
DueDate = Callable[[Any, date], date]


@dataclass(frozen=True)
class Outcome:
    """One way in which a step can end: the form that it asks for and the domain verb that it does."""

    key: str
    label: str
    verb: Callable[..., Any]
    form: type[StepForm]
    hint: str = ""
    # The words of its button, where the label says what was found and not what is done.
    submit: str = ""

    @property
    def button(self) -> str:
        return self.submit or self.label


def within(rule: str) -> DueDate:
    """Due as the named rule says, counted from the day on which the step is opened."""
    return lambda record, opened_on: rule_due_on(rule, opened_on)


def on_its_date(field: str) -> DueDate:
    """Due on a date that the record holds."""
    return lambda record, opened_on: getattr(record, field)


def is_at(*positions: str) -> Callable[[Activation], bool]:
    """The condition of a branch: the record stands at one of these positions."""
    return lambda activation: activation.process.record.position in positions


class StepActivation(ViewActivation):
    """Keeps the open work beside the engine's task, in the same transaction."""

    @classmethod
    def create(
        cls, flow_task: Step, prev_activation: Activation, token: Any, data: Any = None, seed: Any = None
    ) -> StepActivation:
        activation = super().create(flow_task, prev_activation, token, data, seed)
        flow_task.open_work(activation)
        return activation

    @Activation.status.super()
    def assign(self, user: User) -> None:
        self.task.assigned = moment().at  # Viewflow has the column and never fills it.
        super().assign.original(user)
        obligation_hand_to(task=self.task.pk, owner=user)

    @Activation.status.super()
    def unassign(self) -> None:
        super().unassign.original()
        obligation_hand_to(task=self.task.pk, owner=None)

    @Activation.status.super()
    def complete(self) -> None:
        super().complete.original()
        obligation_close(task=self.task.pk, at=moment().at)

    @Activation.status.super()
    def cancel(self) -> None:
        super().cancel.original()
        obligation_close(task=self.task.pk, at=moment().at)


class Step(nodes.View):
    """A person's step: what it is called, whose role it needs, how it can end, and by when.

    `owner` finds the person whom it waits for, if the record knows one; without it the
    step waits in the pool of its role.
    """

    activation_class = StepActivation

    def __init__(
        self,
        title: str,
        *,
        role: Role,
        outcomes: list[Outcome],
        due: DueDate | None = None,
        owner: Callable[[Any], User | None] | None = None,
    ):
        super().__init__(view=None)
        self.title, self.role, self.due, self.owner_of = title, role, due, owner
        self.outcomes = {outcome.key: outcome for outcome in outcomes}

    def calc_owner(self, activation: Activation) -> User | None:
        """Whom the record knows for this step, if they still may do it; nobody otherwise: the pool has it."""
        record = activation.process.record
        owner = self.owner_of(record) if self.owner_of else None
        able = owner and owner.is_active and actor_on(record.case_file, owner, (self.role,))
        return owner if able else None

    def open_work(self, activation: StepActivation) -> None:
        record, at = activation.process.record, moment().at
        obligation_open(
            case=record.case_file,
            subject=record.pk,
            route=record.route,
            kind=f"{activation.flow_class.carries}.{self.name}",
            title=self.title,
            about=record.about,
            task=activation.task.pk,
            role=self.role,
            owner=activation.task.owner,
            round=getattr(record, "round", 1),
            due_on=self.due(record, timezone.localdate(at)) if self.due else None,
            at=at,
        )


class CaseFlow(flow.Flow):
    """What every flow of ours has in common. `carries` names the record's field on CaseProcess."""

    process_class = CaseProcess
    lock_impl = CaseLock()
    carries = ""


FLOWS: dict[str, type[CaseFlow]] = {}


def carries(name: str) -> Callable[[type[CaseFlow]], type[CaseFlow]]:
    """Register the flow of a kind of record."""

    def register(flow_class: type[CaseFlow]) -> type[CaseFlow]:
        flow_class.carries = name
        FLOWS[name] = flow_class
        return flow_class

    return register


def begin(activation: Activation, record: RouteRecord) -> None:
    """The work of every start node: tie the new process to its record."""
    activation.process.case_file = record.case_file
    setattr(activation.process, activation.flow_class.carries, record)
