"""The same for the SQL that stands in strings."""

from __future__ import annotations

import re
from collections.abc import Iterator

SQL = re.compile(r"\b(SELECT|INSERT|EXISTS|EXTRACT|WHERE|GROUP BY|entry\.[a-z]+)\b")
OTHERS = [
    (re.compile(pattern), by)
    for pattern, by in (
        (r"\bAND\b", "OR"),
        (r"\bOR\b", "AND"),
        (r"\bIS NULL\b", "IS NOT NULL"),
        (r"\bIS NOT NULL\b", "IS NULL"),
        (r"\bNOT EXISTS\b", "EXISTS"),
        (r"\bNOT BETWEEN\b", "BETWEEN"),
        (r" = ", " <> "),
        (r">=", ">"),
        (r"(?<!<)<(?![=>])", "<="),
        (r"\bDISTINCT ", ""),
        (r"\bORDER BY [a-z., ]+", ""),
    )
]
NUMBER = re.compile(r"(?<=[ (])\d+\b")


def is_sql(text: str) -> bool:
    return bool(SQL.search(text))


def sql_others(text: str) -> Iterator[str]:
    """The text with one word of it changed, for each that can be."""
    for pattern, by in OTHERS:
        for found in pattern.finditer(text):
            yield text[: found.start()] + by + text[found.end() :]
    for found in NUMBER.finditer(text):
        yield text[: found.start()] + str(int(found[0]) + 1) + text[found.end() :]
