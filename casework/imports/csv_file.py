"""Reading an export in CSV: one file, a `record` column, and the URN on every row. See docs/import.md."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from casework.casefiles.models import urn_normalised
from casework.imports.entries import CASE_COLUMNS, KEY_DATES, PART_COLUMNS, CaseEntry, Entry
from casework.imports.report import FileRefused, ImportFault, Place, name_unknown

COLUMNS_OF = {"case": (*CASE_COLUMNS, *KEY_DATES), **PART_COLUMNS}
COLUMNS = tuple(dict.fromkeys(["record", *(name for columns in COLUMNS_OF.values() for name in columns)]))
REQUIRED_COLUMNS = ("record", "urn")
BRITISH_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
NO_COLUMN = "more"


def read_csv(text: str) -> tuple[list[CaseEntry], list[ImportFault]]:
    """Every case of the file, and the faults of rows that belong to none. Raises FileRefused."""
    rows = csv.DictReader(io.StringIO(text, newline=""), restkey=NO_COLUMN, strict=True)
    cases: dict[str, CaseEntry] = {}
    others: list[tuple[str, Entry, list[ImportFault]]] = []
    strays: list[ImportFault] = []
    try:
        _columns_require(rows.fieldnames or [])
        for row in rows:
            _sort(row, Place(f"Row {rows.line_num}"), cases, others, strays)
    except csv.Error as error:
        raise FileRefused(f"must be CSV ({error})") from None
    return list(cases.values()), strays + _parts_to_cases(others, cases)


def _columns_require(names: Sequence[str]) -> None:
    if unknown := [position for position, name in enumerate(names, start=1) if name not in COLUMNS]:
        raise FileRefused(name_unknown("column", unknown))
    if missing := [name for name in REQUIRED_COLUMNS if name not in names]:
        raise FileRefused(f"lacks these columns: {', '.join(missing)}")
    if len(set(names)) != len(names):
        raise FileRefused("has a column twice")


def _sort(
    row: dict[str, str],
    place: Place,
    cases: dict[str, CaseEntry],
    others: list[tuple[str, Entry, list[ImportFault]]],
    strays: list[ImportFault],
) -> None:
    """Put a row with the cases or with the records that belong to one."""
    entry, faults = _entry(row, place)
    urn = urn_normalised(row["urn"] or "")
    if entry.kind not in COLUMNS_OF:
        strays.append(place.fault("record", f"must be one of {', '.join(COLUMNS_OF)}"))
    elif entry.kind != "case":
        others.append((urn, entry, faults))
    elif urn in cases:
        cases[urn].faults.append(place.fault("urn", "is there twice: a case has one row of its own"))
    else:
        cases[urn] = CaseEntry(entry, faults=faults)


def _entry(row: dict[str, str], place: Place) -> tuple[Entry, list[ImportFault]]:
    kind = (row["record"] or "").strip().lower()
    wanted = COLUMNS_OF.get(kind, ())
    faults = [place.fault("", "has more cells than there are columns")] if NO_COLUMN in row else []
    filled = {name for name in COLUMNS if (row.get(name) or "").strip()}
    faults += [
        place.fault(name, f"must be empty on a row of this kind ({kind})")
        for name in sorted(filled - {"record", "urn"} - set(wanted))
    ]
    return Entry(kind, place, {name: _cell(row.get(name) or "") for name in wanted}), faults


def _cell(text: str) -> str:
    """The cell, with a date as it is written in Britain turned into the other way round."""
    found = BRITISH_DATE.fullmatch(text.strip())
    if found is None:
        return text
    day, month, year = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def _parts_to_cases(
    others: list[tuple[str, Entry, list[ImportFault]]], cases: dict[str, CaseEntry]
) -> list[ImportFault]:
    """Give each record to its case; the faults of those without one come back."""
    strays = []
    for urn, entry, faults in others:
        if urn in cases:
            cases[urn].parts.append(entry)
            cases[urn].faults += faults
        else:
            strays.append(entry.place.fault("urn", "belongs to no case row of this file"))
    return strays
