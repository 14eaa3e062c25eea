"""What third parties are waited for. The list is data, which a force and an area settle for themselves."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "categories.json"


@cache
def categories() -> dict[str, str]:
    """The labels by their keys, in the order in which they are offered."""
    found: dict[str, str] = json.loads(DATA.read_text())["categories"]
    return found


def category_label(key: str) -> str:
    """The label; a key that is no longer in the list stands for itself."""
    return categories().get(key, key)
