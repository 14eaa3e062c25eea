"""The data files of the product, and how many of their facts are assumed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps

PACKAGES = ("casework", "workflows", "notifications")
# The time limits are shown one by one; which page of the guide belongs to which step is no fact.
ALONE = frozenset({"casework/deadlines/data/rules.json", "casework/guide/data/steps.json"})


@dataclass(frozen=True)
class DataFile:
    """A file, where it comes from, and of how many facts so many are assumed; none counted for a whole."""

    name: str
    source: str
    assumed: int
    facts: int

    @property
    def words(self) -> str:
        """ "All of it", "Nothing", "12 of 20"."""
        if self.assumed in (0, self.facts):
            return "All of it" if self.assumed else "Nothing"
        return f"{self.assumed} of {self.facts}"


@cache
def data_files() -> tuple[DataFile, ...]:
    """Every data file but that of the time limits, by name, read once."""
    found = {
        f"{package}/{path.relative_to(folder).as_posix()}": path
        for package in PACKAGES
        for folder in [Path(apps.get_app_config(package).path)]
        for path in folder.rglob("data/**/*.json")
    }
    return tuple(_read(name, found[name]) for name in sorted(found.keys() - ALONE))


def _read(name: str, path: Path) -> DataFile:
    content = json.loads(path.read_text())
    said = list(_confidences(content))
    # A file that does not say how sure it is counts as assumed.
    sure = said or ["assumption"]
    source = content.get("source") or content.get("note") or content.get("title") or _of_facts(content)
    return DataFile(name, source, sure.count("assumption"), len(sure))


def _of_facts(content: Any) -> str:
    """The first source that a fact of the file names; the others are with theirs."""
    if isinstance(content, dict) and isinstance(said := content.get("source"), str):
        return said
    parts = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    return next((found for each in parts if (found := _of_facts(each))), "")


def _confidences(content: Any) -> Iterator[str]:
    """What a file, or each of its facts, says of how sure it is."""
    if isinstance(content, dict):
        if isinstance(said := content.get("confidence"), str):
            yield said
        for each in content.values():
            yield from _confidences(each)
    if isinstance(content, list):
        for each in content:
            yield from _confidences(each)
