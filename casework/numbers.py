"""Whole numbers as requests say them: whoever sends one may send anything."""

from __future__ import annotations

# As many as every key of the database can have.
DIGITS_OF_A_KEY = 18


def whole_number(text: str, digits: int = DIGITS_OF_A_KEY) -> int | None:
    """The number that these digits are; None for anything else, and for more of them than that."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
