"""The least that a sweep can be: rows are claimed, an outbox row is written for each, the moment goes on.

And what PostgreSQL alone takes for what ours writes: a notice, its mail, and the next moment of the work.
"""

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
WRITE_BOTH = """
WITH given AS MATERIALIZED (
    SELECT gen_random_uuid() AS mail, * FROM unnest(%s::bigint[], %s::date[], %s::bigint[])
        AS row (obligation, due_on, recipient)
), mails AS (
    INSERT INTO notifications_message
        (id, recipient_id, formal, not_before, kind, state, attempts, last_error, created_at)
    SELECT mail, recipient, false, now(), 'notice', 'ready', 0, '', now() FROM given
)
INSERT INTO notifications_notice
    (obligation_id, stage, occurrence, due_on, recipient_id, message_id, created_at)
SELECT obligation, 'due', 0, due_on, recipient, mail, now() FROM given ON CONFLICT DO NOTHING
"""
COME_AGAIN = "UPDATE casework_obligation SET act_after = now() + interval '1 day' WHERE id = ANY(%s)"


def floor_sweep() -> tuple[int, float]:
    """How many rows were taken, and in how many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute("TRUNCATE bench_outbox")
    return _all_batches(WRITE, MOVE_ON)


def same_writes() -> tuple[int, float]:
    """The same with the rows that ours writes."""
    return _all_batches(WRITE_BOTH, COME_AGAIN)


def _all_batches(write: str, move_on: str) -> tuple[int, float]:
    began, taken = perf_counter(), 0
    while number := _batch(write, move_on):
        taken += number
    return taken, perf_counter() - began


@transaction.atomic
def _batch(write: str, move_on: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [BATCH])
        rows = cursor.fetchall()
        if rows:
            cursor.execute(write, [list(column) for column in zip(*rows, strict=True)])
            cursor.execute(move_on, [[key for key, _, _ in rows]])
    return len(rows)
