"""A file as read, before anything in it is judged: the same shape from CSV and from JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from casework.imports.report import ImportFault, Place

CASE_COLUMNS = ("urn", "unit", "officer_in_case", "reported_on", "crime_number")
KEY_DATES = (
    "early_advice_requested_on",
    "early_advice_given_on",
    "file_submitted_on",
    "charged_on",
    "no_further_action_on",
    "trial_on",
)
PERSON_COLUMNS = ("reference", "family_name", "given_names", "date_of_birth")
PART_COLUMNS = {
    "suspect": (*PERSON_COLUMNS, "identified_on"),
    "victim": PERSON_COLUMNS,
    "offence": ("reference", "wording", "provision", "committed_from", "committed_to"),
}


@dataclass
class Entry:
    """One record: its values by column, and where it stands."""

    kind: str
    place: Place
    values: dict[str, Any]


@dataclass
class CaseEntry:
    """A case with the records that belong to it, and the faults that its reader found."""

    case: Entry
    parts: list[Entry] = field(default_factory=list)
    faults: list[ImportFault] = field(default_factory=list)

    @property
    def records(self) -> int:
        return 1 + len(self.parts)
