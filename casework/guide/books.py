"""The go-to guide for officers: short topics in plain words, as data.

Each book explains one law or code and says which version of it, its own version, and when it was written;
each topic says where it comes from, and how sure that is. A time limit is named by the code of its rule in
braces, and read from the table: it is written nowhere twice.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from casework.deadlines.counted import length
from casework.deadlines.rules import rule_on

FOLDER = Path(__file__).parent / "data" / "books"
STEPS = Path(__file__).parent / "data" / "steps.json"
LIMIT = re.compile(r"\{(within )?([A-Z_]+)\}")
Confidence = Literal["sourced", "assumption"]


@dataclass(frozen=True)
class Section:
    title: str
    points: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True)
class Topic:
    """One thing to know. `points` are the two or three that are shown at the step where it is needed."""

    key: str
    title: str
    summary: str
    points: tuple[str, ...]
    sections: tuple[Section, ...]
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class Book:
    """Topics on one law or code. `instrument` is the version of it that they explain."""

    key: str
    title: str
    version: str
    dated: date
    instrument: str
    topics: tuple[Topic, ...]


@cache
def books() -> tuple[Book, ...]:
    """All books in the order of their files, read once. No query."""
    return tuple(_book(json.loads(path.read_text())) for path in sorted(FOLDER.glob("*.json")))


def topic_in(key: str) -> tuple[Book, Topic]:
    """The topic, and the book that it is in (KeyError for one that there is not)."""
    for book in books():
        for topic in book.topics:
            if topic.key == key:
                return book, topic
    raise KeyError(key)


@cache
def topics_of_steps() -> dict[str, str]:
    """Which topic is shown where: its key by the kind of step, or by the kind of record for all its steps."""
    found: dict[str, str] = json.loads(STEPS.read_text())
    return found


def topic_at(kind: str) -> Topic | None:
    """What is to be known at a step of this kind, as of "vps_offer.take"; None where nothing is."""
    of_steps = topics_of_steps()
    key = of_steps.get(kind) or of_steps.get(kind.partition(".")[0])
    return topic_in(key)[1] if key else None


def told(words: str, today: date) -> str:
    """The words with each time limit as its rule has it today: "1 working day".

    "{within …}" puts "within" before it; a limit of none is "on the same day".

    Raises KeyError for a rule that the table does not hold.
    """

    def limit(found: re.Match[str]) -> str:
        rule = rule_on(found[2], today)
        return f"{found[1] or ''}{length(rule)}" if rule.amount else "on the same day"

    return LIMIT.sub(limit, words)


def _book(row: dict[str, Any]) -> Book:
    topics = tuple(_topic(each) for each in row["topics"])
    return Book(**{**row, "dated": date.fromisoformat(row["dated"]), "topics": topics})


def _topic(row: dict[str, Any]) -> Topic:
    sections = tuple(_section(each, row["confidence"]) for each in row["sections"])
    return Topic(**{**row, "points": tuple(row["points"]), "sections": sections})


def _section(row: dict[str, Any], confidence: Confidence) -> Section:
    return Section(row["title"], tuple(row["points"]), row.get("confidence", confidence))
