"""One focus explored and judged."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from workflows.engine.registry import FLOWS
from workflows.soundness.explore import explore
from workflows.soundness.focuses import Focus
from workflows.soundness.graph import Graph
from workflows.soundness.net import net_of
from workflows.soundness.verdict import Finding, findings


@dataclass(frozen=True)
class Check:
    focus: Focus
    graph: Graph
    seconds: float
    findings: list[Finding]

    def __str__(self) -> str:
        verdict = f"{len(self.findings)} findings" if self.findings else "sound"
        counts = f"{len(self.graph.states)} states, {self.graph.firings} firings, {self.seconds:.1f} s"
        return f"{self.focus.name}: {verdict} ({counts})"


def check(focus: Focus) -> Check:
    """Explore the newest flows of a focus. Leaves nothing behind in the database."""
    began = time.monotonic()
    graph = explore(focus)
    seconds = time.monotonic() - began
    nets = [net_of(FLOWS[kind]) for kind in focus.kinds]
    told = nets if focus.turns else [replace(net, turns=()) for net in nets]
    return Check(focus, graph, seconds, findings(graph, told, focus.beyond))
