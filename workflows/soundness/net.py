"""A flow as a graph: what the verdicts, BPMN and PNML read of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from viewflow.workflow.base import Node

from workflows.engine.nodes import CaseFlow, Step

START, END = "startEvent", "endEvent"


class Edge(NamedTuple):
    """One way from a node to the next. `label` is empty where it is the only one."""

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True)
class NetNode:
    """`shape` is the element of BPMN; `outcomes` are the keys of a step's outcomes with their labels."""

    name: str
    title: str
    shape: str
    role: str
    outcomes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Net:
    """`turns` are the keys of what may be done beside the nodes."""

    kind: str
    title: str
    nodes: dict[str, NetNode]
    edges: tuple[Edge, ...]
    turns: tuple[str, ...] = ()

    def of_shape(self, shape: str) -> str:
        """The name of the one node of a shape: the start, or the end."""
        (name,) = (node.name for node in self.nodes.values() if node.shape == shape)
        return name

    def outgoing(self, name: str) -> list[Edge]:
        return [edge for edge in self.edges if edge.source == name]

    def incoming(self, name: str) -> list[Edge]:
        return [edge for edge in self.edges if edge.target == name]


def net_of(flow_class: type[CaseFlow]) -> Net:
    nodes = list(flow_class.instance.nodes())
    title = (flow_class.__doc__ or flow_class.__name__).strip().splitlines()[0]
    return Net(
        flow_class.carries,
        title,
        {node.name: _node(node) for node in nodes},
        tuple(edge for node in nodes for edge in _edges(node)),
        tuple(turn.key for turn in flow_class.turns),
    )


def _node(node: Node) -> NetNode:
    words = node.name.replace("_", " ").capitalize()
    if isinstance(node, Step):
        outcomes = tuple((each.key, each.label) for each in node.outcomes.values())
        return NetNode(node.name, node.title, node.bpmn_element, node.role, outcomes)
    return NetNode(node.name, words, node.bpmn_element, "", ())


def _edges(node: Node) -> list[Edge]:
    targets = [edge.dst.name for edge in node._outgoing()]
    several = len(targets) > 1
    return [Edge(node.name, target, target.replace("_", " ") if several else "") for target in targets]
