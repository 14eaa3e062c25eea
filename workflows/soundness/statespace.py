"""What was explored, as JSON: for whoever wants to look at it, or to mine it."""

from __future__ import annotations

import json
from typing import Any

from workflows.soundness.graph import Arc, Graph
from workflows.soundness.state import Part, State


def statespace_json(graph: Graph, title: str) -> str:
    """States by number with what is open in them, and arcs with who did what."""
    final = [number for number, state in enumerate(graph.states) if state.ended]
    space = {
        "title": title,
        "initial": 0,
        "final": final,
        "states": [_state(number, state) for number, state in enumerate(graph.states)],
        "arcs": [_arc(arc) for arc in graph.arcs],
    }
    return json.dumps(space, indent=1) + "\n"


def _state(number: int, state: State) -> dict[str, Any]:
    return {"number": number, **state._asdict(), "parts": [_part(part) for part in state.parts]}


def _part(part: Part) -> dict[str, Any]:
    return {
        **part._asdict(),
        "work": [work._asdict() for work in part.work],
        "owed": [owed._asdict() for owed in part.owed],
    }


def _arc(arc: Arc) -> dict[str, Any]:
    return {"source": arc.source, "target": arc.target, **arc.label._asdict()}
