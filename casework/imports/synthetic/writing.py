"""Writing cases as an export in JSON or in CSV, byte for byte the same for the same cases."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from casework.imports.csv_file import COLUMNS
from casework.imports.entries import CASE_COLUMNS
from casework.imports.json_file import FORMAT, LISTS


def to_json(cases: list[dict[str, Any]]) -> str:
    return json.dumps({**FORMAT, "cases": cases}, ensure_ascii=False, indent=1) + "\n"


def to_csv(cases: list[dict[str, Any]]) -> str:
    text = io.StringIO(newline="")
    rows = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    rows.writeheader()
    for case in cases:
        own = {name: case[name] for name in CASE_COLUMNS if name in case}
        rows.writerow({"record": "case", **own, **case.get("key_dates", {})})
        for related, kind in LISTS.items():
            rows.writerows({"record": kind, "urn": case["urn"], **part} for part in case.get(related, []))
    return text.getvalue()
