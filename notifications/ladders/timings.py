"""How work of a kind is reminded of: data by kind, which a force or an area can set otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from notifications.ladders.models import LadderChange

DATA = Path(__file__).parent / "data" / "ladders.json"
# The ladder of every kind that has none of its own.
ANY_KIND = ""


@dataclass(frozen=True)
class Timing:
    """When who owes work of a kind is told.

    `warn` days before the due date, in its `unit`: "working_day" or "day". From then on working days: the
    first `overdue_after` the due date, then every `again_every`, `again_times` times. `urgent` keeps no
    quiet hours and waits for no digest; `formal` is not mailed a second time while nobody knows what became
    of the first.
    """

    kind: str
    title: str
    warn: tuple[int, ...]
    unit: str
    overdue_after: int
    again_every: int
    again_times: int
    urgent: bool
    formal: bool
    source: str
    confidence: str


# What forces and areas set otherwise, by organisation (its key) and kind.
Changes = Mapping[tuple[int, str], Timing]


@cache
def timings() -> dict[str, Timing]:
    """The ladders of the file by kind. Read once."""
    rows: list[dict[str, Any]] = json.loads(DATA.read_text())["ladders"]
    return {row["kind"]: Timing(**{**row, "warn": tuple(row["warn"])}) for row in rows}


def timing_of(kind: str, organisation: int, changes: Changes) -> Timing:
    """The ladder of work of this kind that a force or an area (by key) owes."""
    own = kind if kind in timings() else ANY_KIND
    return changes.get((organisation, own)) or timings()[own]


def changes_in_force() -> Changes:
    """What each force and area set last. One query."""
    latest = LadderChange.objects.order_by("organisation_id", "kind", "-number").distinct(
        "organisation_id", "kind"
    )
    return {(change.organisation_id, change.kind): timing_after(change) for change in latest}


def timing_after(change: LadderChange) -> Timing:
    """The ladder as a change set it. Whether it is urgent or formal is not theirs to set."""
    return replace(
        timings()[change.kind],
        warn=tuple(change.warn),
        overdue_after=change.overdue_after,
        again_every=change.again_every,
        again_times=change.again_times,
        source=change.reason,
    )
