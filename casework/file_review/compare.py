"""What changed of a file between two rounds: each item of the checklist, and each word of the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from casework.documents.models import Document
    from casework.file_review.rounds import ChecklistAnswer, FileRound

# A word with what follows it up to the next.
WORD = re.compile(r"\S+\s*")


class Piece(NamedTuple):
    """Some words that were kept, taken out or put in."""

    how: Literal["kept", "deleted", "inserted"]
    text: str


class ItemCompared(NamedTuple):
    """An item as those who checked it found it in either round, in the order of the checks."""

    label: str
    before: list[ChecklistAnswer]
    now: list[ChecklistAnswer]

    @property
    def changed(self) -> bool:
        return _said(self.before) != _said(self.now)


@dataclass(frozen=True)
class Changes:
    """Between a round and the one before it. A text that is the same has no pieces."""

    before: FileRound
    now: FileRound
    items: list[ItemCompared]
    summary: list[Piece]
    comments: list[Piece]
    documents: list[Document]

    @property
    def items_changed(self) -> list[ItemCompared]:
        return [item for item in self.items if item.changed]

    @property
    def items_same(self) -> list[ItemCompared]:
        return [item for item in self.items if not item.changed]


def changes_between(
    before: FileRound, now: FileRound, answers: Sequence[ChecklistAnswer], documents: list[Document]
) -> Changes:
    """Compare two rounds; `answers` are those of both, `documents` what came after the earlier. No query.

    Comments of the supervisor are compared once both rounds have them.
    """
    signed_off = before.supervisor_comments and now.supervisor_comments
    return Changes(
        before,
        now,
        list(_items(before.round, now.round, answers)),
        words_compared(before.case_summary, now.case_summary),
        words_compared(before.supervisor_comments, now.supervisor_comments) if signed_off else [],
        documents,
    )


def words_compared(before: str, now: str) -> list[Piece]:
    """What was taken out and put in, word by word; nothing for texts of the same words.

    Words are told apart by themselves alone, not by the blanks and line ends around them.
    """
    old, new = WORD.findall(before), WORD.findall(now)
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new])
    changes = matcher.get_opcodes()
    if all(how == "equal" for how, *_ in changes):
        return []
    return [piece for how, *span in changes for piece in _pieces(how, old, new, *span)]


def _pieces(how: str, old: list[str], new: list[str], *span: int) -> Iterator[Piece]:
    start, end, new_start, new_end = span
    if how == "equal":
        yield Piece("kept", "".join(new[new_start:new_end]))
        return
    if end > start:
        yield Piece("deleted", "".join(old[start:end]))
    if new_end > new_start:
        yield Piece("inserted", "".join(new[new_start:new_end]))


def _items(before: int, now: int, answers: Sequence[ChecklistAnswer]) -> Iterator[ItemCompared]:
    """Every item of either round's standard, those of the newer first."""
    newest_first = sorted(answers, key=lambda answer: -answer.round)
    for key in dict.fromkeys(answer.item for answer in newest_first if answer.round in (before, now)):
        of_item = [answer for answer in answers if answer.item == key]
        found = [[answer for answer in of_item if answer.round == each] for each in (before, now)]
        yield ItemCompared((found[1] or found[0])[0].label, *found)


def _said(answers: list[ChecklistAnswer]) -> list[tuple[str, str]]:
    return [(answer.checker, answer.words) for answer in answers]
