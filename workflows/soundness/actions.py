"""What can be done in a state: every verb of the work service, by everybody who might."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from workflows.engine import work
from workflows.engine.nodes import Step
from workflows.soundness.people import Names, Person
from workflows.soundness.scenes import Stage
from workflows.soundness.state import Found


class Label(NamedTuple):
    """Who did what to which step. `detail` is the outcome, or to whom it went."""

    who: str
    verb: str
    node: str
    detail: str = ""

    def __str__(self) -> str:
        done = f"{self.who}: {self.verb} {self.node}"
        return f"{done} ({self.detail})" if self.detail else done


@dataclass(frozen=True)
class Action:
    label: Label
    by: Person
    run: Callable[[], None] = field(compare=False)


@dataclass(frozen=True)
class Opening:
    """An open step, and who is there to act on it."""

    stage: Stage
    task: Task
    names: Names

    @property
    def step(self) -> Step:
        return self.task.flow_task

    @property
    def kind(self) -> str:
        return self.task.flow_task.flow_class.carries

    def able(self) -> Iterator[Person]:
        """Its owner; without one, whoever holds the role."""
        if self.task.owner_id:
            yield self.stage.company.by_pk[self.task.owner_id]
        else:
            yield from self.names.acting(self.step.role)

    def action(self, by: Person, verb: Callable[..., None], detail: str = "", **arguments: object) -> Action:
        """The verb done on the task as it is in the database at that moment."""
        label = Label(self.names(by.user.pk), verb.__name__, f"{self.kind}.{self.step.name}", detail)
        key, at = self.task.pk, self.stage.at
        return Action(label, by, lambda: verb(task=Task.objects.get(pk=key), by=by.user, at=at, **arguments))


def completions(opening: Opening) -> Iterator[Action]:
    for person in opening.able():
        for outcome in opening.step.outcomes:
            arguments = opening.stage.arguments(opening.kind, outcome)
            yield opening.action(person, work.complete, outcome, outcome=outcome, arguments=arguments)


def claims(opening: Opening) -> Iterator[Action]:
    if not opening.task.owner_id:
        yield from (opening.action(person, work.claim) for person in opening.able())


def releases(opening: Opening) -> Iterator[Action]:
    if opening.task.owner_id:
        yield from (opening.action(person, work.release) for person in opening.able())


TABLE: tuple[Callable[[Opening], Iterator[Action]], ...] = (completions, claims, releases)


def actions_in(stage: Stage, found: Found) -> Iterator[Action]:
    for task in found.tasks:
        if isinstance(task.flow_task, Step) and task.status in (STATUS.NEW, STATUS.ASSIGNED):
            opening = Opening(stage, task, found.names)
            for actions in TABLE:
                yield from actions(opening)
