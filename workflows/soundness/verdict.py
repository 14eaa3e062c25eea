"""The verdicts on an exploration: what is not sound, where, and the shortest way there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from viewflow.workflow import STATUS

from workflows.soundness.graph import Arc, Failed, Graph, Passed, Teller
from workflows.soundness.net import START, Net
from workflows.soundness.state import Part, State

COMPLETES = "option to complete"
PROPER = "proper completion"
DEAD = "no dead tasks"
SOMEBODY = "somebody may do every task"
WORKS = "nothing breaks"

# By these a person sets aside how the flow goes, so that no flow may need them to reach its end.
SETTING_ASIDE = ("cancel", "reinstate", "turn")


class Finding(NamedTuple):
    """`where` is "kind.node", with the outcome or the branch behind it where it is one of these."""

    rule: str
    where: str
    words: str
    path: tuple[str, ...]

    def __str__(self) -> str:
        steps = "".join(f"\n    {number}. {step}" for number, step in enumerate(self.path, start=1))
        return f"{self.rule}: {self.where} {self.words}{steps}"


def findings(graph: Graph, nets: Iterable[Net], beyond: Collection[str] = ()) -> list[Finding]:
    """Everything that is wrong, each once, with the shortest path to it.

    `beyond` names nodes, as "kind.node", that lie beyond what was explored.
    """
    nets = tuple(nets)
    return [
        *breaking(graph),
        *without_end(graph),
        *improper(graph),
        *for_nobody(graph, nets),
        *(finding for net in nets for finding in dead(graph, net) if finding.where not in beyond),
    ]


def breaking(graph: Graph) -> Iterator[Finding]:
    """What a person did that ended in an error, or left one behind."""
    seen = set()
    for failed in graph.broken:
        where = _where(failed.label.node, failed.label.detail)
        if where not in seen:
            seen.add(where)
            yield Finding(WORKS, where, "breaks", _told(graph, failed.state, [failed]))
    for where, number in _first(graph, _in_error):
        yield Finding(WORKS, where, "is left in error", _told(graph, number))


def _in_error(state: State) -> Iterator[str]:
    for part in state.parts:
        yield from (f"{part.kind}.{work.node}" for work in part.work if work.status == STATUS.ERROR)


def without_end(graph: Graph) -> Iterator[Finding]:
    """Where it comes to rest, or goes round for ever, without a way to the end."""
    forward = [arc for arc in graph.arcs if arc.label.verb not in SETTING_ASIDE]
    final = (number for number, state in enumerate(graph.states) if state.ended)
    stuck = set(range(len(graph.states))) - graph.reaching(final, forward)
    for where, number in _first(graph, _open_words, _last_of(graph, stuck, forward)):
        yield Finding(COMPLETES, where, "is open, and the end cannot be reached", _told(graph, number))


def _last_of(graph: Graph, stuck: set[int], forward: list[Arc]) -> set[int]:
    """Those of the states to which everything that follows them leads back, if anything follows."""
    turned = [arc._replace(source=arc.target, target=arc.source) for arc in forward]
    return {
        number for number in stuck if graph.reaching([number], turned) <= graph.reaching([number], forward)
    }


def _open_words(state: State) -> Iterator[str]:
    yield ", ".join(sorted(state.open_nodes())) or "nothing"


def improper(graph: Graph) -> Iterator[Finding]:
    """What is left when a process has ended, and records that no process carries."""
    for where, number in _first(graph, _left_over):
        yield Finding(PROPER, where, "is left", _told(graph, number))


def _left_over(state: State) -> Iterator[str]:
    yield from (f"{kind} without a process" for kind in state.loose)
    for part in state.parts:
        if part.ended:
            yield from _left_of(part)


def _left_of(part: Part) -> Iterator[str]:
    yield from (f"{part.kind}.{work.node}" for work in part.work)
    yield from (owed.kind for owed in part.owed)
    if part.process == STATUS.DONE and not part.at_rest:
        yield f"{part.kind} at {part.position}"


def for_nobody(graph: Graph, nets: Iterable[Net]) -> Iterator[Finding]:
    """Open steps that nobody can end, now or after whatever else is done while they are open."""
    for net in nets:
        for name in (node.name for node in net.nodes.values() if node.role):
            yield from _for_nobody(graph, f"{net.kind}.{name}")


def _for_nobody(graph: Graph, step: str) -> Iterator[Finding]:
    there = {number for number, state in enumerate(graph.states) if step in state.open_nodes()}
    done = {arc.source for arc in graph.arcs if arc.label.node == step and arc.label.verb == "complete"}
    within = [
        arc
        for arc in graph.arcs
        if arc.source in there and arc.target in there and arc.label.verb not in SETTING_ASIDE
    ]
    never = there - graph.reaching(done, within)
    if never:
        number = _path(graph, never.__contains__)[1]
        tried = [
            each for each in graph.refused if (each.state, *each.label[1:3]) == (number, "complete", step)
        ]
        yield Finding(SOMEBODY, step, "is open, and nobody can do it", _told(graph, number, tried))


def dead(graph: Graph, net: Net) -> Iterator[Finding]:
    """Nodes that are never come to, branches that are never taken, outcomes that never come about."""
    passed = _passed(graph, net)
    reached = {net.of_shape(START)} | {target for _, target in passed}
    for name in net.nodes:
        if name not in reached:
            yield Finding(DEAD, f"{net.kind}.{name}", "is never reached", _towards(graph, net, name, reached))
    for edge in net.edges:
        taken = (edge.source, edge.target) in passed
        if not taken and {edge.source, edge.target} <= reached:
            path = _into(graph, net, edge.source)
            yield Finding(DEAD, f"{net.kind}.{edge.source} -> {edge.target}", "is never taken", path)
    yield from _dead_outcomes(graph, net, reached)
    yield from _dead_turns(graph, net)


def _passed(graph: Graph, net: Net) -> set[tuple[str, str]]:
    """The edges that a token went along; those too of a start that lies before the exploration."""
    passed = {
        (source, target) for arc in graph.arcs for kind, source, target in arc.passed if kind == net.kind
    }
    if any(part.kind == net.kind for part in graph.states[0].parts):
        passed |= _entered(graph.states[0], net)
    return passed


def _entered(first: State, net: Net) -> set[tuple[str, str]]:
    """What follows the start, and the branches behind it that lead to where a token already stands."""
    start = net.of_shape(START)
    begun = {(start, edge.target) for edge in net.outgoing(start)}
    stands = {work.node for part in first.parts if part.kind == net.kind for work in part.work}
    branches = (edge for _, gate in begun for edge in net.outgoing(gate))
    return begun | {(edge.source, edge.target) for edge in branches if edge.target in stands}


def _dead_outcomes(graph: Graph, net: Net, reached: set[str]) -> Iterator[Finding]:
    for node in net.nodes.values():
        step = f"{net.kind}.{node.name}"
        for outcome, _ in node.outcomes if node.name in reached else ():
            if not any(_is_completion(arc.label, step, outcome) for arc in graph.arcs):
                yield Finding(
                    DEAD, _where(step, outcome), "never comes about", _refused(graph, step, outcome)
                )


def _dead_turns(graph: Graph, net: Net) -> Iterator[Finding]:
    for key in net.turns:
        where = f"{net.kind}.{key}"
        if not any(arc.label[1:3] == ("turn", where) for arc in graph.arcs):
            tried = next((each for each in graph.refused if each.label[1:3] == ("turn", where)), None)
            yield Finding(
                DEAD, where, "never comes about", _told(graph, tried.state, [tried]) if tried else ()
            )


def _is_completion(label: tuple[str, ...], step: str, outcome: str) -> bool:
    return label[1:] == ("complete", step, outcome)


def _refused(graph: Graph, step: str, outcome: str) -> tuple[str, ...]:
    """The way to the step, and what was said there to who tried the outcome."""
    number = _path(graph, lambda each: step in graph.states[each].open_nodes())[1]
    tried = [
        each for each in graph.refused if each.state == number and _is_completion(each.label, step, outcome)
    ]
    return _told(graph, number, tried)


def _towards(graph: Graph, net: Net, name: str, reached: set[str]) -> tuple[str, ...]:
    """The way to the last node before a dead one that is come to."""
    seen, waiting = {name}, [name]
    while waiting:
        before = [edge.source for edge in net.incoming(waiting.pop(0)) if edge.source not in seen]
        for source in before:
            if source in reached:
                return _into(graph, net, source)
        seen |= set(before)
        waiting += before
    return ()


def _into(graph: Graph, net: Net, name: str) -> tuple[str, ...]:
    """The way to where a token comes to a node, the step that brought it there included."""
    bringing: set[Passed] = {(net.kind, edge.source, name) for edge in net.incoming(name)}
    arcs = [arc for arc in graph.arcs if arc.passed & bringing]
    sources = {arc.source: arc for arc in reversed(arcs)}
    if not sources:
        return ()
    path, number = _path(graph, sources.__contains__)
    return tuple(Teller().told([*path, sources[number]]))


def _first(
    graph: Graph, found_in: Callable[[State], Iterable[str]], among: set[int] | None = None
) -> Iterator[tuple[str, int]]:
    """Each thing that is found in the states, with the state in which it is found soonest."""
    places: dict[str, set[int]] = {}
    for number, state in enumerate(graph.states):
        for where in found_in(state) if among is None or number in among else ():
            places.setdefault(where, set()).add(number)
    for where, numbers in places.items():
        yield where, _path(graph, numbers.__contains__)[1]


def _path(graph: Graph, is_goal: Callable[[int], bool]) -> tuple[list[Arc], int]:
    """The shortest path to a goal that was reached, and the goal."""
    path = graph.path_to(is_goal)
    if path is None:
        raise LookupError("every state was reached from the first")
    return path, path[-1].target if path else 0


def _told(graph: Graph, number: int, tried: Iterable[Failed] = ()) -> tuple[str, ...]:
    teller = Teller()
    told = teller.told(_path(graph, number.__eq__)[0])
    return (*told, *(teller.tried(each) for each in tried))


def _where(step: str, detail: str) -> str:
    return f"{step} ({detail})" if detail else step
