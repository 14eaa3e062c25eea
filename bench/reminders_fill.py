"""Work whose moment has come: of a whole country's work, the first so many, each with an owner."""

from __future__ import annotations

from time import perf_counter

from django.db import connection
from django.utils import timezone

from notifications.notices.sweep import sweep

# Its date is today, so that one stage is told, and that to one person.
DUE = """
WITH chosen AS (
    SELECT obligation.id, colleagues.people[1 + obligation.id %% array_length(colleagues.people, 1)] AS owner
    FROM casework_obligation obligation JOIN bench_colleagues colleagues
        ON colleagues.role = obligation.role AND colleagues.organisation = obligation.organisation_id
        AND colleagues.unit = coalesce(obligation.unit_id, 0)
    WHERE closed_at IS NULL ORDER BY obligation.id LIMIT %(number)s
)
UPDATE casework_obligation SET act_after = now() + random() * make_interval(secs => %(within)s),
    due_on = current_date, owner_id = chosen.owner, given_at = NULL
FROM chosen WHERE chosen.id = casework_obligation.id
"""
FORGET = "TRUNCATE notifications_notice, notifications_message"


def make_due(number: int, *, within: int = 0) -> None:
    """Nothing is told yet, and so many pieces of work are to be, now or within so many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
        cursor.execute("UPDATE casework_obligation SET act_after = NULL WHERE act_after IS NOT NULL")
        cursor.execute(DUE, {"number": number, "within": within})
        assert cursor.rowcount == number, f"only {cursor.rowcount} pieces of work are open"
        cursor.execute("VACUUM (ANALYZE) casework_obligation")


def swept() -> tuple[int, float]:
    """How many pieces of work our sweep took, and in how many seconds."""
    began = perf_counter()
    taken = sweep(now=timezone.now())
    return taken, perf_counter() - began
