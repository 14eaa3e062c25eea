"""Plays a focus through every state that it can reach, on the real engine, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from viewflow.workflow.base import Node

from casework.errors import RuleBroken
from casework.incidents.models import Incident
from workflows.engine.registry import FLOWS
from workflows.engine.work import WorkFailed
from workflows.soundness.actions import Action, actions_in
from workflows.soundness.focuses import Focus
from workflows.soundness.graph import Arc, Failed, Graph, Passed
from workflows.soundness.people import Names
from workflows.soundness.scenes import stage_make
from workflows.soundness.state import Found, Reader


@dataclass
class Frame:
    """A state that is being left by each of its actions in turn; `before` undoes what led to it."""

    number: int
    names: Names
    actions: Iterator[Action]
    before: str


class Explorer:
    """Depth first: an action is done, what follows it explored, and all of it undone by a savepoint."""

    def __init__(self, focus: Focus):
        self.stage, self.graph = stage_make(focus), Graph()
        self.reader = Reader(self.stage)
        self.numbers: dict[Any, int] = {}
        self.passed: set[Passed] = set()
        self.frames: list[Frame] = []

    def run(self) -> Graph:
        self._enter(self.reader.read(), transaction.savepoint())
        while self.frames:
            frame = self.frames[-1]
            action = next(frame.actions, None)
            if action:
                self._do(frame, action)
            else:
                transaction.savepoint_rollback(self.frames.pop().before)
        return self.graph

    def _enter(self, found: Found, before: str) -> int:
        number = self.numbers[found.state] = len(self.graph.states)
        self.graph.states.append(found.state)
        self.frames.append(Frame(number, found.names, actions_in(self.stage, found), before))
        return number

    def _do(self, frame: Frame, action: Action) -> None:
        before = transaction.savepoint()
        self.passed.clear()
        try:
            action.run()
        except WorkFailed:
            self.graph.broken.append(Failed(frame.number, action.label, _last_error()))
        except RuleBroken as rule:
            self.graph.refused.append(Failed(frame.number, action.label, rule.message))
        else:
            self._arrive(frame, action, before)
            return
        transaction.savepoint_rollback(before)

    def _arrive(self, frame: Frame, action: Action, before: str) -> None:
        found, passed = self.reader.read(), frozenset(self.passed)
        number = self.numbers.get(found.state)
        if number is None:
            number = self._enter(found, before)
        else:
            transaction.savepoint_rollback(before)
        same = _same(frame.names, found.names)
        self.graph.arcs.append(Arc(frame.number, action.label, number, passed, same))


def _last_error() -> str:
    """The kind of the error that the work service kept, and where in the code it was."""
    incident = Incident.objects.latest("pk")
    return f"{incident.error} at {incident.places[-1]}"


def _same(here: Names, there: Names) -> dict[str, str]:
    return {name: there.given[pk] for pk, name in here.given.items() if pk in there.given}


def explore(focus: Focus) -> Graph:
    """Everything that can happen in the focus. In a transaction of its own, which is rolled back."""
    with transaction.atomic():
        explorer = Explorer(focus)
        with _watched(explorer.passed, focus):
            graph = explorer.run()
        transaction.set_rollback(True)
    return graph


@contextmanager
def _watched(passed: set[Passed], focus: Focus) -> Iterator[None]:
    """Note which way each token goes: gates and automatics leave nothing else behind that tells."""
    nodes = [node for kind in focus.kinds for node in FLOWS[kind].instance.nodes()]
    for node in nodes:
        node._create = _noting(node, passed)
    try:
        yield
    finally:
        for node in nodes:
            del node._create


def _noting(node: Node, passed: set[Passed]) -> Any:
    create, kind = node._create, node.flow_class.carries

    def note_and_create(prev_activation: Any, *args: Any, **kwargs: Any) -> Any:
        passed.add((kind, prev_activation.flow_task.name, node.name))
        return create(prev_activation, *args, **kwargs)

    return note_and_create
