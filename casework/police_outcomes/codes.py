"""The outcomes with which the police end a case themselves, as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "outcomes.json"


@dataclass(frozen=True)
class OutcomeCode:
    """`suspect_identified` says whether it ends the case of a suspect, or a case without one.

    `victim_view_needed` is set where the outcome says what the victim wants, so that the reasons must.
    """

    code: str
    label: str
    suspect_identified: bool
    victim_view_needed: bool

    def __str__(self) -> str:
        return f"{self.code}: {self.label}"


@cache
def outcome_codes() -> dict[str, OutcomeCode]:
    """Every outcome by its code, read once."""
    return {row["code"]: OutcomeCode(**row) for row in json.loads(DATA.read_text())["outcomes"]}


def codes_for(*, suspect_identified: bool) -> list[OutcomeCode]:
    """Those that end the case of a suspect, or those that end a case without one."""
    return [each for each in outcome_codes().values() if each.suspect_identified == suspect_identified]
