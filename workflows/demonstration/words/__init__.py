"""What people enter in the demonstration: the arguments of every step, plausible and brief."""

from __future__ import annotations

from collections.abc import Callable

from workflows.demonstration.words import bad_character, charging, court, early_advice, file_review, victims
from workflows.demonstration.words.said import Arguments, Scene

__all__ = ["ARGUMENTS", "Arguments", "Scene"]

CONCERNS = (early_advice, bad_character, file_review, charging, victims, court)
ARGUMENTS: dict[str, Callable[[Scene], Arguments]] = {
    key: said for concern in CONCERNS for key, said in concern.ARGUMENTS.items()
}
