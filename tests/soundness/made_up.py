"""Small explorations written by hand, to ask the verdicts about."""

from __future__ import annotations

from workflows.soundness.actions import Label
from workflows.soundness.graph import Arc, Failed, Graph
from workflows.soundness.net import Edge, Net, NetNode
from workflows.soundness.state import Owed, Part, State, Work


def node(name: str, shape: str = "scriptTask", role: str = "", *outcomes: str) -> NetNode:
    return NetNode(name, name, shape, role, tuple((each, each) for each in outcomes))


NET = Net(
    "route",
    "A route",
    {
        each.name: each
        for each in (
            node("start", "startEvent"),
            node("write", "userTask", "investigator", "send"),
            node("check", "userTask", "supervisor", "pass", "return"),
            node("gate", "exclusiveGateway"),
            node("end", "endEvent"),
        )
    },
    (
        Edge("start", "write"),
        Edge("write", "check"),
        Edge("check", "gate"),
        Edge("gate", "end", "end"),
        Edge("gate", "write", "write"),
    ),
)


def at(*open_steps: str, process: str = "NEW", at_rest: bool = False, **changes: object) -> State:
    part = Part(
        kind="route",
        process=process,
        position="-".join(open_steps),
        withdrawn=False,
        at_rest=at_rest,
        round=1,
        facts=(),
        people=(),
        work=tuple(Work(step, "NEW", "") for step in open_steps),
        owed=tuple(Owed(f"route.{step}", "", False) for step in open_steps),
    )
    return State(True, (), (part._replace(**changes),))


ENDED = at(process="DONE", at_rest=True)


def arc(source: int, what: str, target: int, *passed: str, who: str = "investigator 1") -> Arc:
    """`what` reads "verb step outcome", what is passed "from>to"."""
    verb, step, *detail = what.split()
    ways = frozenset(("route", *each.split(">")) for each in passed)
    return Arc(source, Label(who, verb, f"route.{step}", *detail), target, ways, {who: who})


def sound() -> Graph:
    """Written, checked, returned as often as it takes, ended."""
    return Graph(
        [at("write"), at("check"), ENDED],
        [
            arc(0, "complete write send", 1, "write>check"),
            arc(1, "complete check pass", 2, "check>gate", "gate>end", who="supervisor 1"),
            arc(1, "complete check return", 0, "check>gate", "gate>write", who="supervisor 1"),
        ],
    )


def failed(state: int, what: str, words: str, who: str = "supervisor 1") -> Failed:
    verb, step, *detail = what.split()
    return Failed(state, Label(who, verb, f"route.{step}", *detail), words)
