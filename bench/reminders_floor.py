"""The least that a sweep can be: rows are claimed, an outbox row is written for each, the moment goes on."""

from __future__ import annotations

from time import perf_counter

from django.db import connection, transaction

BATCH = 500
TABLE = """
CREATE TABLE IF NOT EXISTS bench_outbox (
    id bigserial PRIMARY KEY, obligation bigint, due_on date, recipient bigint, created_at timestamptz,
    UNIQUE (obligation, due_on, recipient)
)
"""
CLAIM = """
SELECT id, due_on, owner_id FROM casework_obligation WHERE closed_at IS NULL AND act_after <= now()
ORDER BY act_after, id LIMIT %s FOR UPDATE SKIP LOCKED
"""
WRITE = """
INSERT INTO bench_outbox (obligation, due_on, recipient, created_at)
SELECT *, now() FROM unnest(%s::bigint[], %s::date[], %s::bigint[]) ON CONFLICT DO NOTHING
"""
MOVE_ON = "UPDATE casework_obligation SET act_after = NULL WHERE id = ANY(%s)"


def floor_sweep() -> tuple[int, float]:
    """How many rows were taken, and in how many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute("TRUNCATE bench_outbox")
    began, taken = perf_counter(), 0
    while number := _batch():
        taken += number
    return taken, perf_counter() - began


@transaction.atomic
def _batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [BATCH])
        rows = cursor.fetchall()
        if rows:
            cursor.execute(WRITE, [list(column) for column in zip(*rows, strict=True)])
            cursor.execute(MOVE_ON, [[key for key, _, _ in rows]])
    return len(rows)
