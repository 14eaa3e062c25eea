"""Tables for a spreadsheet: what somebody typed is never run there as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpResponse

MARKING = "OFFICIAL-SENSITIVE"
# What a spreadsheet set to Japanese or Chinese reads as the same signs.
FULL_WIDTH = tuple(
    "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
# What a spreadsheet takes for the beginning of a formula, or drops and then sees one.
BEGINS_A_FORMULA = (*"=+-@", "\t", "\r", "\n", "\0", *FULL_WIDTH)
# Without it Excel reads UTF-8 as the code page of the machine.
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def escape(value: object) -> object:
    """The value of a cell; a text that a spreadsheet would run gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(BEGINS_A_FORMULA):
        return f"'{value}"
    return value


def csv_of(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table in UTF-8 for a download: the marking, the head, the rows. Every text is quoted."""
    written = io.StringIO(newline="")
    written.write(BYTE_ORDER_MARK)
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([MARKING])
    writer.writerows([escape(value) for value in row] for row in (head, *rows))
    return written.getvalue().encode()


def csv_answer(name: str, on: date, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The table as a download, named after what it is and its day."""
    disposition = f'attachment; filename="{name}-{on.isoformat()}.csv"'
    kind, headers = "text/csv; charset=utf-8", {"Content-Disposition": disposition}
    return HttpResponse(csv_of(head, rows), content_type=kind, headers=headers)
