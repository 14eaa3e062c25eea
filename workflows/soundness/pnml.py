"""A flow as a workflow net in PNML (ISO/IEC 15909-2): a place a node, a transition a way on from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from workflows.soundness.net import START, Net

NAMESPACE = "http://www.pnml.org/version-2009/grammar/pnml"
PLACE_TRANSITION_NET = "http://www.pnml.org/version-2009/grammar/ptnet"


class Transition(NamedTuple):
    """Takes the token from the place of one node to that of the next."""

    key: str
    label: str
    source: str
    target: str


def transitions_of(net: Net) -> Iterator[Transition]:
    """One for each outcome of a step, each branch of a gate, and each way on that is the only one."""
    for edge in net.edges:
        node = net.nodes[edge.source]
        ways = node.outcomes or ((edge.target, edge.label or node.title),)
        for key, label in ways:
            yield Transition(f"{edge.source}.{key}", label, edge.source, edge.target)


def pnml(net: Net) -> str:
    """The net with a token where it starts. Its source is the start, its sink the end."""
    root = ET.Element("pnml", xmlns=NAMESPACE)
    of_net = ET.SubElement(root, "net", id=net.kind, type=PLACE_TRANSITION_NET)
    _named(of_net, net.title)
    page = ET.SubElement(of_net, "page", id=f"{net.kind}.page")
    for node in net.nodes.values():
        _place(page, node.name, node.title, marked=node.shape == START)
    for transition in transitions_of(net):
        _transition(page, transition)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _place(page: ET.Element, name: str, title: str, *, marked: bool) -> None:
    place = _named(ET.SubElement(page, "place", id=name), title)
    if marked:
        ET.SubElement(ET.SubElement(place, "initialMarking"), "text").text = "1"


def _transition(page: ET.Element, transition: Transition) -> None:
    key = transition.key
    _named(ET.SubElement(page, "transition", id=key), transition.label)
    ET.SubElement(page, "arc", id=f"{key}.from", source=transition.source, target=key)
    ET.SubElement(page, "arc", id=f"{key}.to", source=key, target=transition.target)


def _named(element: ET.Element, name: str) -> ET.Element:
    ET.SubElement(ET.SubElement(element, "name"), "text").text = name
    return element
