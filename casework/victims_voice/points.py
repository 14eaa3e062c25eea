"""When victims are invited to say how they were treated, and what they are asked: as data."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "points.json"


@cache
def _data() -> dict[str, Any]:
    return json.loads(DATA.read_text())


def points() -> dict[str, str]:
    """The points of a case at which a victim is invited, with their words, in order."""
    return dict(_data()["points"])


def questions() -> dict[str, str]:
    """What is asked, by the field of the answer."""
    return dict(_data()["questions"])


def open_months() -> int:
    """For how many calendar months a code is good, after the one in which it was given."""
    return int(_data()["open_months"])
