"""The verdicts, on small explorations of which it is plain what is wrong."""

from __future__ import annotations

from dataclasses import replace

from tests.soundness.made_up import ENDED, NET, arc, at, failed, node, sound
from workflows.soundness.graph import Graph, Teller
from workflows.soundness.state import Owed, Work
from workflows.soundness.verdict import COMPLETES, DEAD, PROPER, SOMEBODY, WORKS, findings

SENT = "investigator 1: complete route.write (send)"


def found(graph: Graph, net=NET) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(each.rule, each.where): each.path for each in findings(graph, [net])}


def test_a_sound_flow_has_no_findings():
    assert findings(sound(), [NET]) == []


def test_a_state_without_a_way_to_the_end_is_found_where_nothing_leads_on():
    graph = sound()
    graph.states += [at("wait"), at("lost")]
    graph.arcs += [arc(1, "complete check return", 3), arc(3, "complete wait", 4)]
    assert found(graph) == {
        (COMPLETES, "route.lost"): (
            SENT,
            "investigator 1: complete route.check (return)",
            "investigator 1: complete route.wait",
        )
    }


def test_going_round_for_ever_is_found():
    graph = sound()
    graph.states += [at("wait"), at("wait", position="again")]
    graph.arcs += [arc(1, "complete check return", 3), arc(3, "claim wait", 4), arc(4, "release wait", 3)]
    assert found(graph) == {
        (COMPLETES, "route.wait"): (SENT, "investigator 1: complete route.check (return)")
    }


def test_an_end_that_only_cancelling_reaches_is_none():
    graph = sound()
    graph.states += [at("wait"), at(process="CANCELED")]
    graph.arcs += [arc(1, "complete check return", 3), arc(3, "cancel wait", 4)]
    assert (COMPLETES, "route.wait") in found(graph)


def test_what_was_cancelled_is_an_end():
    graph = sound()
    graph.states.append(at(process="CANCELED"))
    graph.arcs.append(arc(1, "cancel check", 3))
    assert found(graph) == {}


def test_work_that_is_left_when_the_process_has_ended_is_found():
    graph = sound()
    graph.states[2] = ENDED._replace(
        parts=(
            ENDED.parts[0]._replace(work=(Work("write", "NEW", ""),), owed=(Owed("route.check", "", False),)),
        )
    )
    passed = "investigator 1: complete route.check (pass)"
    graph.arcs[1] = arc(1, "complete check pass", 2, "check>gate", "gate>end")
    assert found(graph)[PROPER, "route.write"] == (SENT, passed)
    assert found(graph)[PROPER, "route.check"] == (SENT, passed)


def test_a_record_that_is_still_owed_when_its_process_has_ended_is_found():
    graph = sound()
    graph.states[2] = at(process="DONE", position="check")
    assert list(found(graph)) == [(PROPER, "route at check")]


def test_a_record_that_nothing_carries_is_found():
    graph = sound()
    graph.states[2] = ENDED._replace(loose=("item",))
    assert list(found(graph)) == [(PROPER, "item without a process")]


def test_a_step_that_nobody_can_do_is_found_with_what_was_said_to_who_tried():
    graph = sound()
    graph.arcs = [arc(0, "complete write send", 1, "write>check")]
    graph.refused = [failed(1, "complete check pass", "You wrote it")]
    path = found(graph)[SOMEBODY, "route.check"]
    assert path == (SENT, "supervisor 1: complete route.check (pass): You wrote it")


def test_a_step_that_can_be_done_once_it_is_released_is_not_for_nobody():
    graph = sound()
    graph.states.append(at("check", position="claimed"))
    graph.arcs += [arc(1, "claim check", 3), arc(3, "release check", 1)]
    assert found(graph) == {}


def test_a_step_that_only_cancelling_and_reinstating_would_free_is_for_nobody():
    graph = sound()
    graph.states += [at("check", position="stuck"), at(process="CANCELED")]
    graph.arcs += [arc(0, "claim write", 3), arc(3, "cancel check", 4), arc(4, "reinstate check", 1)]
    assert (SOMEBODY, "route.check") in found(graph)


def test_a_node_that_is_never_reached_is_found_with_the_way_to_the_one_before():
    nodes = {**NET.nodes, "file": node("file"), "post": node("post")}
    edges = (*NET.edges, ("gate", "file", "file"), ("file", "post", ""), ("post", "end", ""))
    net = replace(NET, nodes=nodes, edges=tuple(type(NET.edges[0])(*edge) for edge in edges))
    path = (SENT, "supervisor 1: complete route.check (pass)")
    assert found(sound(), net) == {(DEAD, "route.file"): path, (DEAD, "route.post"): path}


def test_a_branch_that_is_never_taken_is_found():
    graph = sound()
    graph.arcs[2] = arc(1, "complete check return", 0, "check>gate")
    assert list(found(graph)) == [(DEAD, "route.gate -> write")]


def test_an_outcome_that_never_comes_about_is_found_with_why():
    graph = sound()
    del graph.arcs[2]
    graph.arcs.append(arc(1, "release check", 0, "gate>write"))
    graph.refused = [failed(1, "complete check return", "Nothing to return")]
    tried = "supervisor 1: complete route.check (return): Nothing to return"
    assert found(graph) == {(DEAD, "route.check (return)"): (SENT, tried)}


def test_what_breaks_is_found_with_its_error():
    graph = sound()
    graph.broken = [failed(1, "complete check pass", "LookupError()")]
    path = (SENT, "supervisor 1: complete route.check (pass): LookupError()")
    assert found(graph) == {(WORKS, "route.check (pass)"): path}


def test_a_task_that_is_left_in_error_is_found():
    graph = sound()
    graph.states.append(at("file", work=(Work("file", "ERROR", ""),)))
    graph.arcs.append(arc(0, "complete write send", 3))
    assert (WORKS, "route.file") in found(graph)


def test_people_keep_one_name_along_a_path():
    first = arc(0, "complete write send", 1, who="investigator 1")._replace(
        same={"investigator 1": "investigator 2"}
    )
    second = arc(1, "claim check", 2, who="investigator 1")
    third = arc(1, "claim check", 2, who="investigator 2")
    assert Teller().told([first, second]) == [SENT, "investigator 2: claim route.check"]
    assert Teller().told([first, third]) == [SENT, "investigator 1: claim route.check"]
