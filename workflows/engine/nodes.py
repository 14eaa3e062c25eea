"""The nodes of our flows. A person's step is here, with its outcomes; the others in passing.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from viewflow.workflow import STATUS, Activation, flow, nodes
from viewflow.workflow.models import Task
from viewflow.workflow.nodes.view import ViewActivation

from casework.access.policy import actor_on
from casework.deadlines.counted import Counted
from casework.events.services import event_record
from casework.obligations.services import obligation_close, obligation_hand_to, obligation_open
from casework.pages.dates import govuk_date
from casework.people.models import User
from casework.people.roles import Role, side_of
from casework.routes.models import RouteRecord
from casework.routes.services import record_reinstate, record_withdraw
from casework.rows import Change, row_update
from workflows.engine.clocks import Clock, as_counted, on_its_date, within
from workflows.engine.lock import CaseLock
from workflows.engine.moment import moment
from workflows.engine.outcomes import Outcome, Turn
from workflows.engine.passing import Automatic, Begin, Finish, Gate, Wait
from workflows.engine.registry import carries
from workflows.models import CaseProcess

__all__ = [
    "Automatic",
    "Begin",
    "CaseFlow",
    "Clock",
    "Finish",
    "Gate",
    "Outcome",
    "Step",
    "Turn",
    "Wait",
    "as_counted",
    "carries",
    "is_at",
    "on_its_date",
    "within",
]


class FlowMismatch(Exception):
    """A flow opens a step where its record does not stand, or for the other side: it, or a verb, is wrong."""


def is_at(*positions: str) -> Callable[[Activation], bool]:
    """The condition of a branch: the record stands at one of these positions."""
    return lambda activation: activation.process.record.position in positions


def is_given(owner: User | None) -> bool:
    """Whether somebody gets work that they did not take: from who is acting, or from the product itself."""
    actor = moment().actor
    return owner is not None and (actor is None or owner != actor.person)


class StepActivation(ViewActivation):
    """Keeps the open work beside the engine's task, in the same transaction."""

    @classmethod
    def create(
        cls, flow_task: Step, prev_activation: Activation, token: Any, data: Any = None, seed: Any = None
    ) -> StepActivation:
        task_class, at = flow_task.flow_class.task_class, moment().at
        task = task_class(process=prev_activation.process, flow_task=flow_task, token=token, created=at)
        activation = cls(task)
        if owner := flow_task.calc_owner(activation):
            task.owner, task.status, task.assigned = owner, STATUS.ASSIGNED, at
        task.flow_task_type = flow_task.task_type
        flow_task.open_work(activation)
        return activation

    @Activation.status.super()
    def assign(self, user: User) -> None:
        self._hand_to(user)

    @Activation.status.super()
    def reassign(self, user: User) -> None:
        self._hand_to(user)

    @Activation.status.super()
    def unassign(self) -> None:
        self._hand_to(None)

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.DONE)
    def finish(self, user: User) -> None:
        """Done by the person, whoever held it; go on to what follows."""
        self.task.owner = user
        self._close()
        self.activate_next()

    @Activation.status.super()
    def cancel(self) -> None:
        self._close()

    def _hand_to(self, user: User | None) -> None:
        self.task.owner, self.task.assigned = user, moment().at if user else None
        row_update(*self._change("status", "owner", "assigned"))
        obligation_hand_to(task=self.task.pk, owner=user, given_at=moment().at if is_given(user) else None)

    def _close(self) -> None:
        self.task.finished = moment().at
        change = self._change("status", "owner", "finished")
        obligation_close(task=self.task.pk, at=self.task.finished, owner=self.task.owner, beside=[change])

    def _change(self, *names: str) -> Change:
        return Task, {"id": self.task.pk}, {name: getattr(self.task, name) for name in names}


class Step(nodes.View):
    """A person's step: what it is called, whose role it needs, how it can end, and by when.

    `at` is the position of the record at which the step is done. `owner` finds the person whom it
    waits for, if the record knows one; without it the step waits in the pool of its role. `begins` gives
    the day before which nothing can be done, until which the work is on hold.
    `withdrawn_by` are the roles that may withdraw the work; without one nobody may.
    """

    activation_class = StepActivation

    def __init__(
        self,
        title: str,
        *,
        role: Role,
        at: str,
        outcomes: list[Outcome],
        due: Sequence[Clock] = (),
        owner: Callable[[Any], User | None] | None = None,
        withdrawn_by: tuple[Role, ...] = (),
        begins: Callable[[Any], date] | None = None,
    ):
        super().__init__(view=None)
        self.title, self.role, self.at, self.clocks = title, role, at, tuple(due)
        self.owner_of, self.withdrawn_by, self.begins = owner, withdrawn_by, begins
        self.outcomes = {outcome.key: outcome for outcome in outcomes}

    @property
    def kind(self) -> str:
        """Which work it is, the same in every version of the flow: "file_submission.review"."""
        return f"{self.flow_class.carries}.{self.name}"

    def calc_owner(self, activation: Activation) -> User | None:
        """Whom the record knows for this step, if they still may do it; nobody otherwise: the pool has it."""
        record = activation.process.record
        owner = self.owner_of(record) if self.owner_of else None
        able = owner and owner.is_active and actor_on(record.case_file, owner, (self.role,))
        return owner if able else None

    def open_work(self, activation: StepActivation) -> None:
        """Write a new task and its row of the queue. Raises FlowMismatch where they do not fit."""
        record, at = activation.process.record, moment().at
        begins = self.begins_on(record, timezone.localdate(at))
        if record.position != self.at:
            raise FlowMismatch(f"{self.kind} is for {self.at}, and its record stands at {record.position}")
        if record.owed_by != side_of(self.role):
            # It would be seen by a side whose turn it is not.
            raise FlowMismatch(f"{self.kind} is for the {self.role}, and the other side owes its record")
        obligation_open(
            **self.row_of(record),
            task=activation.task,
            owner=activation.task.owner,
            clocks=self.dates(record, timezone.localdate(at)),
            counted=self.counted(record, timezone.localdate(at)),
            at=at,
            given=is_given(activation.task.owner),
            begins=begins,
        )
        if begins:
            self._held(record, begins, at)

    def begins_on(self, record: RouteRecord, today: date) -> date | None:
        """The day that is still to come before which nothing can be done; None for what can be done now."""
        begins = self.begins(record) if self.begins else None
        return begins if begins and begins > today else None

    def _held(self, record: RouteRecord, begins: date, at: datetime) -> None:
        reason = f"Until {govuk_date(begins)}: it cannot be done before that day."
        event_record(
            case=record.case_file,
            by=None,
            at=at,
            route=record.route,
            verb="held",
            subject=record.pk,
            step=self.kind,
            reason=reason,
        )

    def row_of(self, record: RouteRecord) -> dict[str, Any]:
        """What the queue's row says of this work on a record, whoever holds it. Costs what `about` does."""
        return {
            "case": record.case_file,
            "subject": record.pk,
            "route": record.route,
            "kind": self.kind,
            "title": self.title,
            "about": record.about,
            "role": self.role,
            "round": record.round,
        }

    def dates(self, record: RouteRecord, opened_on: date) -> dict[str, date]:
        """The date of each clock of the step, if it is opened on that day."""
        return {clock.name: clock.due(record, opened_on) for clock in self.clocks}

    def counted(self, record: RouteRecord, opened_on: date) -> dict[str, Counted]:
        """How each of them was counted, of those that a rule gives."""
        found = {clock.name: clock.counted(record, opened_on) for clock in self.clocks}
        return {name: counted for name, counted in found.items() if counted}


class CaseFlow(flow.Flow):
    """What every flow of ours has in common. `carries` names the record's field on CaseProcess."""

    process_class = CaseProcess
    lock_impl = CaseLock()
    carries = ""
    version = 0
    # What may be done to a record beside its steps.
    turns: Sequence[Turn] = ()
    # The domain's verbs by which the work on a record is withdrawn, and taken up again.
    withdraw: Callable[..., None] = staticmethod(record_withdraw)
    reinstate: Callable[..., None] = staticmethod(record_reinstate)

    @classmethod
    def steps(cls) -> list[Step]:
        """Its steps, in the order of their names."""
        return [node for node in cls._nodes_by_name.values() if isinstance(node, Step)]

    @classmethod
    def waits(cls) -> list[Wait]:
        return [node for node in cls._nodes_by_name.values() if isinstance(node, Wait)]

    @classmethod
    def turn(cls, key: str) -> Turn | None:
        return next((turn for turn in cls.turns if turn.key == key), None)

    @classmethod
    def node_at(cls, position: str) -> Step | Wait | None:
        """The step or the wait of records at this position; None where they are at rest."""
        nodes: list[Step | Wait] = [*cls.steps(), *cls.waits()]
        return next((node for node in nodes if node.at == position), None)

    def after_withdrawal(self, activation: Activation) -> None:
        """What goes on elsewhere once the work is withdrawn; nothing, unless a flow says so."""

    def after_turn(self, record: RouteRecord, turn: Turn) -> None:
        """What goes on elsewhere once a record was turned; nothing, unless a flow says so."""
