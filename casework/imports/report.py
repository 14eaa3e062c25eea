"""What an import tells: where in the file something is wrong, and what came of the cases."""

from __future__ import annotations

from dataclasses import dataclass, field

# A key of the file is shown in errors, so what it may be there is bounded.
NAME_SHOWN = 60


@dataclass(frozen=True)
class Place:
    """Where a record stands in its file: "Row 14", or "cases[3].suspects[0]" with a dot before the key."""

    words: str
    joint: str = ", "

    def fault(self, column: str, reason: str) -> ImportFault:
        return ImportFault(self, column.encode(errors="replace").decode()[:NAME_SHOWN], reason)


@dataclass(frozen=True)
class ImportFault:
    """Something that is wrong with the file. `str()` is the whole sentence."""

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
    def summary(self) -> str:
        """One sentence: "3 cases added, 1 changed, 0 unchanged, 2 left out"."""
        counts = f"{self.changed} changed, {self.unchanged} unchanged, {len(self.left_out)} left out"
        return f"{self.added} {'case' if self.added == 1 else 'cases'} added, {counts}"
