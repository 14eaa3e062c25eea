"""What can be done in a state: every verb of the work service by everybody who might, and the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import NamedTuple

from django.utils import timezone
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.people.roles import Role
from workflows.engine import work
from workflows.engine.nodes import Step
from workflows.engine.timers import timers_fire
from workflows.engine.work.under_lock import LEAD_OF
from workflows.models import CaseProcess
from workflows.soundness.people import Person
from workflows.soundness.scenes import Stage
from workflows.soundness.state import HISTORY_READ, Found

CLOCK = "clock"
DAY = timedelta(days=1)
WHY = "To see what happens"


class Label(NamedTuple):
    """Who did what to which step. `detail` is the outcome, or to whom it went."""

    who: str
    verb: str
    node: str
    detail: str = ""

    def __str__(self) -> str:
        done = f"{self.who}: {self.verb} {self.node}".rstrip()
        return f"{done} ({self.detail})" if self.detail else done


@dataclass(frozen=True)
class Action:
    label: Label
    run: Callable[[], object] = field(compare=False)


@dataclass(frozen=True)
class Opening:
    """A step that is open, or was withdrawn, and who is there to act on it."""

    stage: Stage
    found: Found
    task: Task

    @property
    def step(self) -> Step:
        return self.task.flow_task

    @property
    def owner(self) -> Person | None:
        return self.stage.company.by_pk.get(self.task.owner_id)

    @property
    def is_held(self) -> bool:
        return self.task.pk in self.found.held

    def outcomes(self) -> list[str]:
        """Those of the step. Going round for another action plan, or after a review, comes to an end."""
        last = {
            "action_plan": self.found.plans >= self.stage.focus.plans,
            "overturn": self.found.is_overturned,
        }
        return [outcome for outcome in self.step.outcomes if not last.get(outcome)]

    def able(self) -> list[Person]:
        """Its owner, or whoever holds the role: all of them where a guard asks what each has done."""
        if self.owner:
            return [self.owner]
        everybody = self.step.flow_class.carries in HISTORY_READ
        return self.stage.company.in_role(self.step.role) if everybody else list(self.acting(self.step.role))

    def lead(self) -> Person:
        """One of those who lead who does it. It makes no difference which."""
        return next(self.acting(LEAD_OF[self.step.role]))

    def acting(self, role: Role) -> Iterator[Person]:
        return self.found.names.acting(role)

    def action(self, by: Person, verb: Callable[..., None], detail: str = "", **arguments: object) -> Action:
        """The verb done on the task as it is in the database at that moment."""
        label = Label(self.found.names(by.user.pk), verb.__name__, self.step.kind, detail)
        key, at = self.task.pk, self.stage.at
        return Action(label, lambda: verb(task=Task.objects.get(pk=key), by=by.user, at=at, **arguments))


def completions(opening: Opening) -> Iterator[Action]:
    for person in opening.able():
        for outcome in opening.outcomes():
            arguments = opening.stage.arguments(opening.step.flow_class.carries, outcome, opening.stage.at)
            yield opening.action(person, work.complete, outcome, outcome=outcome, arguments=arguments)


def claims(opening: Opening) -> Iterator[Action]:
    if not opening.owner:
        yield from (opening.action(person, work.claim) for person in opening.able())


def releases(opening: Opening) -> Iterator[Action]:
    if opening.owner:
        yield opening.action(opening.owner, work.release)


def assignments(opening: Opening) -> Iterator[Action]:
    lead, owner = opening.lead(), opening.task.owner_id
    for person in opening.acting(opening.step.role):
        if person != opening.owner:
            to = opening.found.names(person.user.pk)
            yield opening.action(lead, work.assign, to, to=person.user, reason=WHY, seen=owner)


def holds(opening: Opening) -> Iterator[Action]:
    """One at a time: a hold stops nobody from anything, so that of two nothing more is learned."""
    by = opening.owner or opening.lead()
    if opening.is_held:
        yield opening.action(by, work.hold_end)
    elif not opening.found.held:
        until = timezone.localdate(opening.stage.at) + DAY
        yield opening.action(by, work.hold, until=until, reason=WHY)


def withdrawals(opening: Opening) -> Iterator[Action]:
    for role in opening.step.withdrawn_by:
        yield opening.action(next(opening.acting(role)), work.cancel, reason=WHY)


def reinstatements(opening: Opening) -> Iterator[Action]:
    for role in opening.step.withdrawn_by:
        yield opening.action(next(opening.acting(role)), work.reinstate, reason=WHY)


def turns(stage: Stage, found: Found, process: CaseProcess) -> Iterator[Action]:
    """What may be done to the record of a process beside its steps, by one of each role that may.

    By everybody of the role where guards compare persons.
    """
    several = None if stage.focus.four_eyes else 1
    for turn in process.flow_class.turns:
        for role in turn.roles if turn.stands(process.record) else ():
            for person in islice(found.names.acting(role), several):
                yield _turning(stage, turn.key, process, person, found)


def _turning(stage: Stage, key: str, process: CaseProcess, by: Person, found: Found) -> Action:
    kind = process.flow_class.carries
    label = Label(found.names(by.user.pk), work.turn.__name__, f"{kind}.{key}")
    at = stage.at + stage.focus.later
    arguments = stage.arguments(kind, key, at)
    return Action(
        label,
        lambda: work.turn(record=process.record, by=by.user, at=at, key=key, arguments=arguments),
    )


# What may be done to an open step, in whose hands it is, and what to one that was withdrawn.
OPEN = (completions, withdrawals)
HANDS = (claims, releases, assignments)
HOLDS = (holds,)
WITHDRAWN = (reinstatements,)


def actions_in(stage: Stage, found: Found) -> Iterator[Action]:
    for task in found.tasks:
        if isinstance(task.flow_task, Step):
            for actions in _table(stage, task):
                yield from actions(Opening(stage, found, task))
    for process in found.processes if stage.focus.turns else ():
        yield from turns(stage, found, process)
    if found.held:
        now = stage.at + DAY
        yield Action(Label(CLOCK, timers_fire.__name__, ""), lambda: timers_fire(now=now))


def _table(stage: Stage, task: Task) -> tuple[Callable[[Opening], Iterator[Action]], ...]:
    if task.status == STATUS.CANCELED:
        return WITHDRAWN
    focus = stage.focus
    return OPEN + (HANDS if focus.hands else ()) + (HOLDS if focus.holds else ())
