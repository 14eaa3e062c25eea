"""The conditions of the Threshold Test, as data; all are needed (Code for Crown Prosecutors, section 5)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "threshold_conditions.json"


@cache
def threshold_conditions() -> dict[str, str]:
    """What each condition says, by its key, in the order of the Code. Read once."""
    return {row["key"]: row["label"] for row in json.loads(DATA.read_text())["conditions"]}
