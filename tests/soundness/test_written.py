"""What the command writes: workflow nets that play as the flows do, diagrams, and the states."""

from __future__ import annotations

import json
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command

from tests.soundness.faults import FAULTS, planted
from workflows.engine.registry import FLOWS
from workflows.soundness.bpmn import BPMN, BPMN_DI, DI, bpmn
from workflows.soundness.net import END, START, net_of
from workflows.soundness.pnml import NAMESPACE, pnml, transitions_of

KINDS = sorted(FLOWS)


class TokenGame:
    """A written net, read back: its places, its arcs and its marking."""

    def __init__(self, written: str):
        root = ET.fromstring(written.encode())  # noqa: S314  Our own.
        self.places = {each.get("id") for each in root.iter(f"{{{NAMESPACE}}}place")}
        self.transitions = {each.get("id") for each in root.iter(f"{{{NAMESPACE}}}transition")}
        self.arcs = [(each.get("source"), each.get("target")) for each in root.iter(f"{{{NAMESPACE}}}arc")]
        marked = [each for each in root.iter(f"{{{NAMESPACE}}}place") if each.find(".//{*}initialMarking")]
        self.initial = frozenset(each.get("id") for each in marked)

    def after(self, marking: frozenset[str]) -> dict[str, frozenset[str]]:
        """The markings to which the enabled transitions lead; a place never holds two tokens here."""
        reached = {}
        for transition in self.transitions:
            taken = {source for source, target in self.arcs if target == transition}
            given = {target for source, target in self.arcs if source == transition}
            if taken <= marking:
                reached[transition] = (marking - taken) | given
        return reached

    def markings(self) -> set[frozenset[str]]:
        seen, waiting = {self.initial}, [self.initial]
        while waiting:
            new = set(self.after(waiting.pop()).values()) - seen
            seen |= new
            waiting += new
        return seen

    def reached_from(self, name: str, *, backward: bool = False) -> set[str]:
        arcs = [(target, source) if backward else (source, target) for source, target in self.arcs]
        seen, waiting = {name}, [name]
        while waiting:
            here = waiting.pop()
            new = {target for source, target in arcs if source == here} - seen
            seen |= new
            waiting += new
        return seen


@pytest.mark.parametrize("kind", KINDS)
def test_the_written_net_is_a_workflow_net(kind):
    game = TokenGame(pnml(net_of(FLOWS[kind])))
    sources = [place for place in game.places if not any(target == place for _, target in game.arcs)]
    sinks = [place for place in game.places if not any(source == place for source, _ in game.arcs)]
    assert len(sources) == len(sinks) == 1
    everything = game.places | game.transitions
    assert game.reached_from(sources[0]) == game.reached_from(sinks[0], backward=True) == everything


@pytest.mark.parametrize("kind", KINDS)
def test_the_written_net_plays_as_the_nodes_follow_one_another(kind):
    net = net_of(FLOWS[kind])
    game = TokenGame(pnml(net))
    assert game.initial == {net.of_shape(START)}
    assert game.markings() == {frozenset({name}) for name in net.nodes}
    for name in net.nodes:
        follow = {(each.key, frozenset({each.target})) for each in transitions_of(net) if each.source == name}
        assert set(game.after(frozenset({name})).items()) == follow
    assert game.after(frozenset({net.of_shape(END)})) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_has_a_transition_for_each_outcome_and_a_gate_for_each_branch(kind):
    net = net_of(FLOWS[kind])
    ways = [each.source for each in transitions_of(net)]
    for node in FLOWS[kind].instance.nodes():
        outcomes = getattr(node, "outcomes", None)
        assert ways.count(node.name) == len(outcomes or list(node._outgoing()))


@pytest.mark.parametrize("kind", KINDS)
def test_the_diagram_draws_every_node_and_every_edge(kind):
    net = net_of(FLOWS[kind])
    root = ET.fromstring(bpmn(FLOWS[kind]).encode())  # noqa: S314  Our own.
    keys = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(keys) == len(set(keys))
    drawn = {each.get("bpmnElement") for each in root.iter(f"{{{BPMN_DI}}}BPMNShape")}
    assert drawn == set(net.nodes)
    flows = {each.get("id") for each in root.iter(f"{{{BPMN}}}sequenceFlow")}
    lines = {each.get("bpmnElement"): each for each in root.iter(f"{{{BPMN_DI}}}BPMNEdge")}
    assert set(lines) == flows
    assert len(flows) == len(net.edges)
    assert all(len(line.findall(f"{{{DI}}}waypoint")) > 1 for line in lines.values())


@pytest.mark.django_db
def test_the_command_writes_each_flow_and_the_states(tmp_path):
    told = StringIO()
    call_command("check_flows", flow="vps_checkpoint", write=tmp_path / "nets", stdout=told)
    assert told.getvalue().startswith("vps_checkpoint: sound (")
    written = sorted(path.name for path in (tmp_path / "nets").iterdir())
    assert written == [
        "vps_checkpoint-before-charge.json",
        *("vps_checkpoint.bpmn", "vps_checkpoint.json", "vps_checkpoint.pnml"),
    ]
    space = json.loads((tmp_path / "nets" / "vps_checkpoint.json").read_text())
    numbers = {state["number"] for state in space["states"]}
    assert space["initial"] in numbers
    assert set(space["final"]) < numbers
    assert all({arc["source"], arc["target"]} <= numbers for arc in space["arcs"])
    assert {arc["verb"] for arc in space["arcs"]} == {
        "assign",
        "cancel",
        "claim",
        "complete",
        "hold",
        "hold_end",
        "reinstate",
        "release",
        "timers_fire",
    }


@pytest.mark.django_db
def test_the_command_fails_with_the_findings_and_their_paths(tmp_path):
    fault, told = next(each for each in FAULTS if each.where.startswith("vps_offer")), StringIO()
    with planted(fault, tmp_path), pytest.raises(CommandError, match="not sound") as failed:
        call_command("check_flows", flow="vps_offer", stdout=told)
    assert failed.value.returncode == 1
    assert "proper completion: vps_offer at take is left" in told.getvalue()
    assert "1. officer in the case 1: " in told.getvalue()
