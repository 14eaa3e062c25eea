"""Entries of what people read, look for, take out and are refused. One statement for all of an answer.

They are in the chain of the person, not of the case: so whoever reads waits for nobody who writes, and a
list of many cases holds one chain for as long as its one statement takes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection
from psycopg.types.json import Jsonb

from casework.audit.who import Acting

# The order in which the rows are written is that of the chain.
STATEMENT = """
    INSERT INTO casework_auditentry
        (stream, person, organisation, role, case_file, operation, what, subject, outcome, details)
    SELECT casework_audit_stream(%s), %s, %s, %s, given.case_file, given.operation, %s, given.subject,
        given.outcome, given.details
    FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::jsonb[]) WITH ORDINALITY
        AS given (case_file, operation, subject, outcome, details, number)
    ORDER BY given.number
"""


class Said(NamedTuple):
    """What one entry says beside who and where."""

    operation: str
    case: uuid.UUID | None = None
    outcome: str = "shown"
    subject: str = ""
    details: dict[str, Any] = {}


def entries_write(who: Acting, entries: Sequence[Said], *, stream: int | None = None) -> None:
    """Write them down, by the person and in their chain. One query, none for no entries.

    `stream` is whose chain it is where that is not who acts. What the database says must end what
    would have been read: nobody reads unseen.
    """
    if not entries:
        return
    columns: Iterable[list[Any]] = (
        [each.case for each in entries],
        [str(each.operation) for each in entries],
        [each.subject for each in entries],
        [each.outcome for each in entries],
        [Jsonb(each.details) for each in entries],
    )
    of = who.person if stream is None else stream
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [of, who.person, who.organisation, who.role, who.door[:100], *columns])
