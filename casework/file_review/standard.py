"""What a RASSO file holds when it goes to the CPS for a charging decision: the file standard as data.

Each version is a file of its own under data/standards and is never changed once answers were given
under it. The standard sits in the Director's Guidance on Charging, 6th edition (annexes 3 and 5);
each item says where it comes from, and how sure that is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).parent / "data" / "standards"
# A submission is material, in two groups, and information (CPS and NPCC guidance on file submissions).
PARTS = {
    "evidence": "Material: key evidence",
    "disclosure": "Material: disclosure",
    "information": "Information",
}


@dataclass(frozen=True)
class Item:
    """One thing that a file holds.

    `subject` is what it is with its verb, where that is not "the … is". `reason` is that of the CPS for a
    file without it (`RejectionReason`), `documents` the kinds of document that it can be. What is `dated`
    may be outstanding, if it is said when it is expected.
    """

    key: str
    part: Literal["evidence", "disclosure", "information"]
    label: str
    hint: str
    source: str
    confidence: Literal["sourced", "assumption"]
    subject: str = ""
    reason: str = ""
    documents: tuple[str, ...] = ()
    dated: bool = False

    @property
    def in_sentence(self) -> str:
        """The label inside a sentence: names of forms and titles keep their capitals."""
        keeps = self.label[:2].isupper() or self.label.istitle()
        return self.label if keeps else f"{self.label[0].lower()}{self.label[1:]}"

    @property
    def asked(self) -> str:
        """For who says nothing of it: "Select if the MG11s are present, not applicable or missing"."""
        return f"Select if {self.subject or f'the {self.in_sentence} is'} present, not applicable or missing"


@dataclass(frozen=True)
class Standard:
    version: str
    title: str
    items: tuple[Item, ...]

    def item(self, key: str) -> Item:
        """KeyError for an item that this version does not have."""
        return {item.key: item for item in self.items}[key]

    def of_part(self, part: str) -> list[Item]:
        return [item for item in self.items if item.part == part]


@cache
def standards() -> dict[str, Standard]:
    """Every version of the standard, the oldest first, read once."""
    rows = sorted((json.loads(path.read_text()) for path in FOLDER.glob("*.json")), key=_number)
    return {
        row["version"]: Standard(row["version"], row["title"], tuple(_item(item) for item in row["items"]))
        for row in rows
    }


def _item(row: dict[str, Any]) -> Item:
    return Item(**{**row, "documents": tuple(row.get("documents", ()))})


def standard_now() -> Standard:
    """The newest version, under which a file is submitted."""
    return list(standards().values())[-1]


def _number(row: dict[str, Any]) -> int:
    return int(row["version"])
