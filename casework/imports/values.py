"""What each column may hold. A reader turns the value into the model's, or says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.casefiles.models import URN_PATTERN, urn_normalised
from casework.imports.entries import KEY_DATES, Entry
from casework.imports.report import ImportFault

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
EARLIEST = date(1900, 1, 1)


class Unfit(ValueError):
    """The value does not fit its column; the message is the reason."""


@dataclass(frozen=True)
class Text:
    """One line of text; runs of white space count as one space."""

    limit: int
    required: bool = False

    def read(self, value: Any, today: date) -> str:
        text = " ".join(_text(value).split())
        if self.required and not text:
            raise Unfit("must not be empty")
        if len(text) > self.limit:
            raise Unfit(f"must be {self.limit} characters or less")
        if not text.isprintable():
            raise Unfit("must not hold control characters")
        return text


@dataclass(frozen=True)
class Code:
    """A short code in capitals; spaces and slashes in it are left out."""

    pattern: str
    example: str
    required: bool = True

    def read(self, value: Any, today: date) -> str:
        code = urn_normalised(_text(value))
        if not code and not self.required:
            return ""
        if not re.fullmatch(self.pattern, code, re.ASCII):
            raise Unfit(f"must be like {self.example}")
        return code


@dataclass(frozen=True)
class Day:
    required: bool = False
    may_be_future: bool = False

    def read(self, value: Any, today: date) -> date | None:
        text = _text(value).strip()
        if not text and not self.required:
            return None
        day = _real_day(text)
        if day < EARLIEST:
            raise Unfit("must be in 1900 or later")
        if day > today and not self.may_be_future:
            raise Unfit("must be today or in the past")
        return day


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unfit("must be text, in quotation marks")
    return value


def _real_day(text: str) -> date:
    if not text:
        raise Unfit("must not be empty")
    unreal = Unfit("must be a real date, like 2001-03-27")
    if not ISO_DATE.fullmatch(text):
        raise unreal
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise unreal from None


Reader = Text | Code | Day
PERSON: dict[str, Reader] = {
    "family_name": Text(100, required=True),
    "given_names": Text(100),
    "date_of_birth": Day(),
}
COLUMNS: dict[str, dict[str, Reader]] = {
    "case": {
        "urn": Code(URN_PATTERN, "20AA0123426"),
        "unit": Code(r"[A-Z0-9]{2}", "AA", required=False),
        "officer_in_case": Text(150, required=True),
        "reported_on": Day(required=True),
        "crime_number": Text(30),
        **{name: Day(may_be_future=name == "trial_on") for name in KEY_DATES},
    },
    "suspect": {"reference": Code(r"S[0-9]{1,4}", "S1"), **PERSON, "identified_on": Day()},
    "victim": {"reference": Code(r"V[0-9]{1,4}", "V1"), **PERSON},
    "offence": {
        "reference": Code(r"O[0-9]{1,4}", "O1"),
        "wording": Text(200, required=True),
        "provision": Text(100),
        "committed_from": Day(),
        "committed_to": Day(),
    },
}


def entry_read(entry: Entry, today: date) -> tuple[dict[str, Any], list[ImportFault]]:
    """The values of a record as the models want them, and a fault for each that does not fit."""
    values, faults = {}, []
    for column, value, fault in _columns(entry, today):
        values[column] = value
        faults += [fault] if fault else []
    return values, faults


def _columns(entry: Entry, today: date) -> Iterator[tuple[str, Any, ImportFault | None]]:
    for column, reader in COLUMNS[entry.kind].items():
        try:
            yield column, reader.read(entry.values.get(column), today), None
        except Unfit as unfit:
            yield column, None, entry.place.fault(column, str(unfit))
