"""What a court may direct for a witness, as data (Youth Justice and Criminal Evidence Act 1999, Part II)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "measures.json"
SECTION_28 = "section_28"


@dataclass(frozen=True)
class Measure:
    """`short` is what it is in a sentence. One that is `vulnerable_only` is for a witness who is eligible by
    section 16, and not for one who is eligible by section 17 alone (section 18(1))."""

    key: str
    label: str
    short: str
    section: str
    vulnerable_only: bool = False

    def __str__(self) -> str:
        return f"{self.label} (section {self.section})"


@cache
def measures() -> dict[str, Measure]:
    """Every measure by its key, in the order of the Act. Read once."""
    return {row["key"]: Measure(**row) for row in json.loads(DATA.read_text())["measures"]}


def measures_named(keys: Iterable[str]) -> list[str]:
    """The measures in words, in the order of the Act."""
    held = set(keys)
    return [str(measure) for key, measure in measures().items() if key in held]


def in_order(keys: Iterable[str]) -> list[str]:
    """Each key once, in the order of the Act."""
    held = set(keys)
    return [key for key in measures() if key in held]
