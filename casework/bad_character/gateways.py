"""The gateways of section 101(1) of the Criminal Justice Act 2003 as data, which alone a reform changes.

A row of data/gateways.json is one gateway for as long as it is in force: who uses it, what must be said
to go through it, and whether the court can exclude what comes through it (section 101(3)).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

DATA = Path(__file__).parent / "data" / "gateways.json"
Party = Literal["prosecution", "defendant", "co_defendant"]


@dataclass(frozen=True)
class Need:
    """What must be said to go through a gateway. `name` is the key of its answer."""

    name: str
    question: str
    provision: str

    @property
    def asked(self) -> str:
        return f"{self.question} ({self.provision})"


@dataclass(frozen=True)
class Gateway:
    """In force from the first to the last of its days, both included; without a last one, to this day."""

    code: str
    label: str
    provision: str
    used_by: tuple[Party, ...]
    needs: tuple[Need, ...]
    exclusion: bool
    source: str
    confidence: Literal["sourced", "assumption"]
    effective_from: date
    effective_to: date | None = None

    def in_force_on(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    def answered(self, said: Mapping[str, str]) -> list[tuple[str, str]]:
        """Each question that was answered, with its answer."""
        return [(need.asked, said[need.name]) for need in self.needs if said.get(need.name)]


@cache
def gateways() -> tuple[Gateway, ...]:
    """Every gateway that there was and is, in the order of the Act. Read once."""
    data = json.loads(DATA.read_text())
    return tuple(gateway_read(row, data["exclusion"]) for row in data["gateways"])


def gateway_read(row: Mapping[str, Any], exclusion: Mapping[str, str]) -> Gateway:
    """A row of the table. Where the court can exclude what comes through, fairness must be spoken of too."""
    needs = [*row["needs"], *([exclusion] if row["exclusion"] else [])]
    days = {name: date.fromisoformat(row[name]) for name in ("effective_from", "effective_to") if name in row}
    read = {"used_by": tuple(row["used_by"]), "needs": tuple(Need(**need) for need in needs), **days}
    return Gateway(**{**row, **read})


def gateways_on(day: date, party: Party | None = None) -> list[Gateway]:
    """Those in force on a day; with a party, those that it uses."""
    return [each for each in gateways() if each.in_force_on(day) and (party is None or party in each.used_by)]
