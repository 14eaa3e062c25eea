"""What the words of every concern are made with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.casefiles.models import CaseFile
from casework.deadlines.calendar import working_days_after
from casework.people.models import User

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """A step about to be done: its case and day, a number that varies the words, a prosecutor of the area."""

    case: CaseFile
    day: date
    number: int
    prosecutor: User


def send_back(reasons: dict[str, str], detail: str) -> Callable[[Scene], Arguments]:
    """With what is said of each reason, which may be nothing."""
    return lambda scene: {
        "reasons": list(reasons),
        "details": {reason: said for reason, said in reasons.items() if said},
        "detail": detail,
        "respond_by": working_days_after(scene.day, 6),
    }


def nothing(scene: Scene) -> Arguments:
    return {}


def prosecutor(scene: Scene) -> Arguments:
    """Triage names a prosecutor in most cases and leaves the others to any of the area."""
    return {"prosecutor": None if scene.number % 4 == 0 else scene.prosecutor}


def on(*names: str) -> Callable[[Scene], Arguments]:
    return lambda scene: dict.fromkeys(names, scene.day)


def text(**texts: str) -> Callable[[Scene], Arguments]:
    return lambda scene: dict(texts)
