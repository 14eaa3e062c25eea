"""What an exploration has seen: states, what led from one to another, what was refused, what broke."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from workflows.soundness.actions import Label
from workflows.soundness.state import State

# (kind, node that was left, node that was come to)
Passed = tuple[str, str, str]


class Arc(NamedTuple):
    """`same` says what the people who occur at both ends are called: {at the source: at the target}."""

    source: int
    label: Label
    target: int
    passed: frozenset[Passed]
    same: dict[str, str]


class Failed(NamedTuple):
    """Something tried that did not come off, with what was said."""

    state: int
    label: Label
    words: str


@dataclass
class Graph:
    """States are numbered as they were found; 0 is where the exploration began."""

    states: list[State] = field(default_factory=list)
    arcs: list[Arc] = field(default_factory=list)
    refused: list[Failed] = field(default_factory=list)
    broken: list[Failed] = field(default_factory=list)

    @property
    def firings(self) -> int:
        return len(self.arcs) + len(self.refused) + len(self.broken)

    def reaching(self, goals: Iterable[int], arcs: Iterable[Arc]) -> set[int]:
        """The states from which arcs lead to a goal, the goals among them."""
        sources = defaultdict(set)
        for arc in arcs:
            sources[arc.target].add(arc.source)
        reached = set(goals)
        waiting = list(reached)
        while waiting:
            new = sources[waiting.pop()] - reached
            reached |= new
            waiting += new
        return reached

    def path_to(self, is_goal: Callable[[int], bool]) -> list[Arc] | None:
        """The fewest arcs from the beginning to a state, or None when there is no way."""
        outgoing = self._outgoing()
        came_by: dict[int, Arc | None] = {0: None}
        waiting = deque([0])
        while waiting:
            state = waiting.popleft()
            if is_goal(state):
                return _back_from(state, came_by)
            for arc in outgoing[state]:
                if arc.target not in came_by:
                    came_by[arc.target] = arc
                    waiting.append(arc.target)
        return None

    def _outgoing(self) -> dict[int, list[Arc]]:
        outgoing = defaultdict(list)
        for arc in self.arcs:
            outgoing[arc.source].append(arc)
        return outgoing


def _back_from(state: int, came_by: dict[int, Arc | None]) -> list[Arc]:
    path: list[Arc] = []
    while arc := came_by[state]:
        path.append(arc)
        state = arc.source
    return path[::-1]


class Teller:
    """Tells a path in one set of names, though each state has its own."""

    def __init__(self) -> None:
        self.called: dict[str, str] = {}

    def told(self, path: Iterable[Arc]) -> list[str]:
        return [self._arc(arc) for arc in path]

    def tried(self, failed: Failed) -> str:
        return f"{self._label(failed.label)}: {failed.words}"

    def _arc(self, arc: Arc) -> str:
        line = str(self._label(arc.label))
        self.called = {there: self.called.get(here, here) for here, there in arc.same.items()}
        return line

    def _label(self, label: Label) -> Label:
        return label._replace(who=self._name(label.who), detail=self._name(label.detail))

    def _name(self, name: str) -> str:
        """Somebody new is called by a number that nobody has yet."""
        if name in self.called or not name.rpartition(" ")[2].isdigit():
            return self.called.get(name, name)
        kind, _, number = name.rpartition(" ")
        while f"{kind} {number}" in self.called.values():
            number = str(int(number) + 1)
        self.called[name] = f"{kind} {number}"
        return self.called[name]
