"""What an import tells: where in the file something is wrong, and what came of the cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


def name_unknown(what: str, positions: Sequence[int]) -> str:
    """The reason that columns or keys at these positions, which count from 1, are not known: "column 7".

    Their names are not told: an error repeats nothing of the file, where anything may stand anywhere.
    """
    others = len(positions) - 1
    return f"has a name that is not known: {what} {positions[0]}" + (f" and {others} more" if others else "")


@dataclass(frozen=True)
class Place:
    """Where a record stands in its file: "Row 14", or "cases[3].suspects[0]" with a dot before the key."""

    words: str
    joint: str = ", "

    def fault(self, column: str, reason: str) -> ImportFault:
        return ImportFault(self, column, reason)


@dataclass(frozen=True)
class ImportFault:
    """Something that is wrong with the file. `str()` is the whole sentence.

    It names columns that are known and positions, and repeats nothing of the file.
    """

    place: Place
    column: str
    reason: str

    @property
    def where(self) -> str:
        return self.place.words

    def __str__(self) -> str:
        place = f"{self.where}{self.place.joint}{self.column}" if self.column else self.where
        return f"{place}: {self.reason}"


WHOLE_FILE = Place("The file")


class FileRefused(Exception):
    """Nothing of the file can be read."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.fault = WHOLE_FILE.fault("", reason)


@dataclass
class ImportReport:
    """Counts of cases. `left_out` names the cases that did not go in because of the errors."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: list[str] = field(default_factory=list)
    errors: list[ImportFault] = field(default_factory=list)

    @property
    def refused(self) -> str:
        """Why nothing of the file could be read; empty when its records were judged."""
        return next((fault.reason for fault in self.errors if fault.place is WHOLE_FILE), "")

    @property
    def summary(self) -> str:
        """One sentence: "3 cases added, 1 changed, 0 unchanged, 2 left out"."""
        counts = f"{self.changed} changed, {self.unchanged} unchanged, {len(self.left_out)} left out"
        return f"{self.added} {'case' if self.added == 1 else 'cases'} added, {counts}"
