"""The templates of letters: text files in versions, with names in braces for what each case fills in.

A part is "fixed", as it stands; or it is to "edit", and the drafter may change it; or it is the drafter's
own to "write", and what the file says of it tells what belongs there. Nothing in a template is a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, cast

FOLDER = Path(__file__).parent / "data" / "templates"
PART = re.compile(r"^\[(\w+): (fixed|edit|write)\] (.+)$", re.MULTILINE)
How = Literal["fixed", "edit", "write"]


@dataclass(frozen=True)
class Part:
    key: str
    how: How
    title: str
    words: str


@dataclass(frozen=True)
class Template:
    key: str
    version: int
    dated: date
    title: str
    source: str
    parts: tuple[Part, ...]

    @property
    def to_write(self) -> list[Part]:
        """The parts that the drafter answers for."""
        return [part for part in self.parts if part.how != "fixed"]


@cache
def templates() -> dict[str, Template]:
    """The newest version of each template by its key, read once."""
    found = sorted((_template(path) for path in FOLDER.glob("*.txt")), key=lambda each: each.version)
    return {each.key: each for each in found}


def _template(path: Path) -> Template:
    head, *rest = PART.split(path.read_text())
    said = dict(line.split(": ", 1) for line in head.strip().splitlines())
    parts = zip(rest[0::4], rest[1::4], rest[2::4], rest[3::4], strict=True)
    return Template(
        key=path.name.split(".")[0],
        version=int(said["version"]),
        dated=date.fromisoformat(said["dated"]),
        title=said["title"],
        source=said["source"],
        parts=tuple(Part(key, cast(How, how), title, words.strip()) for key, how, title, words in parts),
    )
