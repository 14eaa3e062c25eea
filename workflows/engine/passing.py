"""The nodes at which nobody waits: begin, gate, automatic, finish; and the wait for another route.

The engine goes through the first four without stopping, so they leave no task: what they did is
in the events, and a task is either somebody's step, a wait, or an automatic that failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from viewflow.workflow import STATUS, Activation, flow
from viewflow.workflow.nodes.end import EndActivation
from viewflow.workflow.nodes.func import FunctionActivation
from viewflow.workflow.nodes.handle import HandleActivation
from viewflow.workflow.nodes.start import StartHandleActivation
from viewflow.workflow.nodes.switch import SwitchActivation
from viewflow.workflow.status import PROCESS

from casework.errors import RuleBroken
from casework.incidents.services import incident_record
from workflows.engine.moment import moment


class Passing(Activation):
    """An activation that is made, done and left in one transaction, without a task in the database."""

    @classmethod
    def create(
        cls, flow_task: Any, prev_activation: Activation, token: Any, data: Any = None, seed: Any = None
    ) -> Passing:
        task_class = flow_task.flow_class.task_class
        return cls(task_class(process=prev_activation.process, flow_task=flow_task, token=token))

    # Viewflow keeps activations in sets, by their task's key: these tasks have none.
    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @Activation.status.super()
    def complete(self) -> None:
        """Nothing is kept of it."""


class BeginActivation(Passing, StartHandleActivation):
    @classmethod
    def create(
        cls, flow_task: Any, prev_activation: None, token: Any, data: Any = None, seed: Any = None
    ) -> BeginActivation:
        flow_class = flow_task.flow_class
        process = flow_class.process_class(flow_class=flow_class, created=moment().at)
        return cls(flow_class.task_class(flow_task=flow_task, process=process))

    @Activation.status.transition(source=STATUS.NEW)
    def execute(self) -> None:
        """Start the process. The case's lock is held by who starts it."""
        self.process.save()
        self.complete()
        self.activate_next()


class Begin(flow.StartHandle):
    """The start of a flow, for a record that nothing carries yet."""

    activation_class = BeginActivation

    def __init__(self) -> None:
        super().__init__(_tie)


def _tie(activation: Activation, record: Any) -> None:
    activation.process.record_set(record, record.case_file)


class GateActivation(Passing, SwitchActivation):
    @Activation.status.super()
    def activate(self) -> None:
        branches = self.flow_task._branches
        self.next_task = next(node for node, holds in branches if holds is None or holds(self))


class Gate(flow.Switch):
    """Goes on at the first branch whose condition holds. Every gate has a default."""

    activation_class = GateActivation


class AutomaticActivation(Passing, FunctionActivation):
    """Runs our code after a person's step. When that fails, the person's step stands.

    A failure leaves a task in ERROR and an incident, for an administrator to retry, skip or move.
    A rule that says no, and a database that cannot be reached, refuse the person's step instead.
    """

    @Activation.status.super()
    def activate(self) -> None:
        try:
            with transaction.atomic():
                self.flow_task._func(self)
        except (RuleBroken, OperationalError):
            raise
        except Exception as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        self.task.status = STATUS.ERROR
        self.task.save()
        record = self.process.record
        incident_record(
            error=error,
            doing=self.flow_task.name,
            at=moment().at,
            case=record.case_file,
            task=self.task.pk,
            step=f"{self.flow_class.carries}.{self.flow_task.name}",
        )

    @Activation.status.transition(source=STATUS.ERROR, target=STATUS.DONE)
    def repeat(self) -> None:
        """Run the code again. What it raises goes up, and everything is as it was."""
        self.flow_task._func(self)
        self._leave()

    @Activation.status.transition(source=STATUS.ERROR, target=STATUS.DONE)
    def skip(self) -> None:
        """Leave the code undone."""
        self._leave()

    @Activation.status.transition(source=STATUS.ERROR, target=STATUS.CANCELED)
    def cancel(self) -> None:
        self._leave()

    def _leave(self) -> None:
        self.task.finished = moment().at
        self.task.save(update_fields=["status", "finished"])


class Automatic(flow.Function):
    activation_class = AutomaticActivation


class WaitActivation(HandleActivation):
    @classmethod
    def create(
        cls, flow_task: Any, prev_activation: Activation, token: Any, data: Any = None, seed: Any = None
    ) -> WaitActivation:
        task_class = flow_task.flow_class.task_class
        task = task_class(
            process=prev_activation.process, flow_task=flow_task, token=token, created=moment().at
        )
        task.save()
        return cls(task)

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.DONE)
    def wake(self) -> None:
        """What was waited for has come: move the record on, and go on to what follows."""
        now = moment()
        self.task.finished = now.at
        self.task.save(update_fields=["status", "finished"])
        if self.flow_task.verb:
            self.flow_task.verb(record=self.process.record, by=now.by, at=now.at)
        self.activate_next()

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.CANCELED)
    def cancel(self) -> None:
        self.task.finished = moment().at
        self.task.save(update_fields=["status", "finished"])


class Wait(flow.Handle):
    """Stands still until another route wakes it.

    `at` is the record's position meanwhile. `over` leaves of some records those for which what
    they wait for has come: a wait that is over and still stands has been forgotten, which is an incident.
    `verb` is the domain's, that moves the record on when it is woken, if nothing else has.
    """

    activation_class = WaitActivation
    task_type = "WAIT"

    def __init__(
        self,
        *,
        at: str,
        over: Callable[[QuerySet[Any]], QuerySet[Any]],
        verb: Callable[..., None] | None = None,
    ) -> None:
        super().__init__()
        self.at, self.over, self.verb = at, over, verb


class FinishActivation(Passing, EndActivation):
    @Activation.status.super()
    def activate(self) -> None:
        self.process.status, self.process.finished = PROCESS.DONE, moment().at
        self.process.save(update_fields=["status", "finished"])

    @Activation.status.super()
    def create_next(self) -> Iterator[Activation]:
        return iter(())


class Finish(flow.End):
    """The end of a flow. Ours carry one token, so nothing can be left behind it."""

    activation_class = FinishActivation
