"""The versions of a flow, for tests that make another one."""

from __future__ import annotations

from workflows.engine import registry
from workflows.engine.nodes import CaseFlow


def forget_newest(kind: str) -> None:
    """Take back the newest version, so that the one before it starts new records again."""
    registry._VERSIONS[kind].pop()
    registry.FLOWS[kind] = registry._VERSIONS[kind][-1]


def versions_of(kind: str) -> tuple[type[CaseFlow], ...]:
    """All versions of the kind, oldest first."""
    return tuple(flow for flow in registry.all_flows() if flow.carries == kind)
