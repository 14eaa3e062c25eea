"""A paper that leaves the product: what it is, of which case, in which version, and its parts in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# Records of these cases are OFFICIAL, and handled as the caveat says (Government Security Classifications).
MARKING = "OFFICIAL-SENSITIVE"
Part = dict[str, Any]


@dataclass(frozen=True)
class Paper:
    """`title` and `version` hold no name of a person: they are read in the properties of the file."""

    kind: str
    title: str
    urn: str
    version: str
    parts: Sequence[Part]

    @property
    def file_name(self) -> str:
        """ "20AA0123426-action-plan.pdf"; a paper about several cases has no URN."""
        return "-".join(part for part in (self.urn, self.kind) if part) + ".pdf"

    @property
    def about(self) -> str:
        """Which case, and which version, as every page says it."""
        return f"URN {self.urn}, {self.version}" if self.urn else self.version


def heading(words: str, level: int = 2) -> Part:
    return {"kind": "heading", "level": level, "words": words}


def text(words: str) -> Part:
    return {"kind": "text", "words": words}


def facts(*rows: tuple[str, object]) -> Part:
    """Names with their values; those without a value are left out."""
    return {"kind": "facts", "rows": [(name, str(value)) for name, value in rows if value not in (None, "")]}


def bullets(words: Sequence[str]) -> Part:
    return {"kind": "list", "rows": list(words)}


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Part:
    return {"kind": "table", "head": list(head), "rows": [list(row) for row in rows]}
