"""Reading an export in JSON. The layout is documented in docs/import.md."""

from __future__ import annotations

import json
from typing import Any

from casework.imports.entries import CASE_COLUMNS, KEY_DATES, PART_COLUMNS, CaseEntry, Entry
from casework.imports.report import FileRefused, ImportFault, Place, name_unknown

FORMAT = {"format": "rasso-records", "version": 1}
LISTS = {"suspects": "suspect", "victims": "victim", "offences": "offence"}
DOCUMENT_KEYS = (*FORMAT, "cases")
CASE_KEYS = (*CASE_COLUMNS, *LISTS, "key_dates")


def read_json(text: str) -> list[CaseEntry]:
    """Every case of the file. Raises FileRefused when it is not an export of ours."""
    document = _document(text)
    return [_case(record, f"cases[{index}]") for index, record in enumerate(document["cases"])]


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise FileRefused("must be JSON") from None
    if not isinstance(document, dict) or not isinstance(document.get("cases"), list):
        raise FileRefused("must be an object with a list of cases")
    for key, value in FORMAT.items():
        # True is 1 to Python, and is no version.
        if type(document.get(key)) is not type(value) or document[key] != value:
            raise FileRefused(f"{key} must be {json.dumps(value)}")
    if unknown := _unknown_positions(document, DOCUMENT_KEYS):
        raise FileRefused(name_unknown("key", unknown))
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; one that says two things under one key says nothing that can be trusted."""
    made: dict[str, Any] = {}
    for position, (key, value) in enumerate(pairs, start=1):
        if key in made:
            raise FileRefused(f"has an object with the same key twice, again as its key {position}")
        made[key] = value
    return made


def _case(record: Any, path: str) -> CaseEntry:
    place = Place(path, joint=".")
    if not isinstance(record, dict):
        return CaseEntry(Entry("case", place, {}), faults=[place.fault("", "must be an object")])
    values = {name: value for name, value in record.items() if name in CASE_COLUMNS}
    case = CaseEntry(Entry("case", place, values))
    case.faults += _unknown(record, CASE_KEYS, place)
    _key_dates(case, record.get("key_dates"), place)
    for name, kind in LISTS.items():
        _parts(case, kind, record.get(name, []), f"{path}.{name}")
    return case


def _key_dates(case: CaseEntry, dates: Any, place: Place) -> None:
    if dates is None:
        return
    if not isinstance(dates, dict):
        case.faults.append(place.fault("key_dates", "must be an object"))
        return
    case.faults += _unknown(dates, KEY_DATES, Place(f"{place.words}.key_dates", joint="."))
    case.case.values |= {name: value for name, value in dates.items() if name in KEY_DATES}


def _parts(case: CaseEntry, kind: str, records: Any, path: str) -> None:
    if not isinstance(records, list):
        case.faults.append(Place(path).fault("", "must be a list"))
        return
    for index, record in enumerate(records):
        place = Place(f"{path}[{index}]", joint=".")
        if not isinstance(record, dict):
            case.faults.append(place.fault("", "must be an object"))
            continue
        case.faults += _unknown(record, PART_COLUMNS[kind], place)
        case.parts.append(Entry(kind, place, record))


def _unknown(record: dict[str, Any], known: tuple[str, ...], place: Place) -> list[ImportFault]:
    unknown = _unknown_positions(record, known)
    return [place.fault("", name_unknown("key", unknown))] if unknown else []


def _unknown_positions(record: dict[str, Any], known: tuple[str, ...]) -> list[int]:
    """Where the keys stand that are not known, in the order of the file."""
    return [position for position, key in enumerate(record, start=1) if key not in known]
