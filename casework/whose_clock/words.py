"""The time of a case in words: "with the police 12 days, with the CPS 30 days (now)"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from casework.whose_clock.parties import WORDS, Party


def days_words(number: int) -> str:
    return _number(number, "day") or "less than a day"


def time_words(days: Mapping[Party, int], now: Party | None = None) -> str:
    """With whom for how long, in the order of `Party`; who has it `now` is marked."""
    return ", ".join(
        f"{WORDS[party]} {days_words(days[party])}" + (" (now)" if party == now else "")
        for party in Party
        if party in days
    )


def length_words(length: timedelta) -> str:
    """Days of 24 hours and hours, what is left over cut off: "12 days 4 hours"."""
    hours = length // timedelta(hours=1)
    parts = [_number(hours // 24, "day"), _number(hours % 24, "hour")]
    return " ".join(part for part in parts if part) or "less than an hour"


def _number(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}" if number else ""
