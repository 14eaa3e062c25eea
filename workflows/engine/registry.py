"""Which flow carries which kind of record, in which versions.

A version is a class of its own with nodes of its own: Viewflow's nodes belong to one class, so
a version never inherits from another. New records start on the newest; a running one finishes
on its own, or is carried over by `manage.py migrate_cases`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.engine.nodes import CaseFlow

# The newest version of each kind.
FLOWS: dict[str, type[CaseFlow]] = {}
_VERSIONS: dict[str, list[type[CaseFlow]]] = {}


def carries(kind: str, *, version: int = 1) -> Callable[[type[CaseFlow]], type[CaseFlow]]:
    """Register a version of the flow of a kind of record, named by the record's field on CaseProcess."""

    def register(flow_class: type[CaseFlow]) -> type[CaseFlow]:
        versions = _VERSIONS.setdefault(kind, [])
        if version != len(versions) + 1:
            raise ValueError(f"version {version} of {kind} must follow version {len(versions)}")
        flow_class.carries, flow_class.version = kind, version
        versions.append(flow_class)
        FLOWS[kind] = flow_class
        return flow_class

    return register


def all_flows() -> tuple[type[CaseFlow], ...]:
    """Every version of every kind."""
    return tuple(flow for versions in _VERSIONS.values() for flow in versions)
