"""The least that a transition can be: seven statements, with the same tables in plain SQL."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import psycopg

from bench.contestants.raw import NEXT, WHO

TABLES = """
CREATE TABLE bench_record (id serial PRIMARY KEY, position text NOT NULL, moved_at timestamptz NOT NULL);
CREATE TABLE bench_event (
    id bigserial PRIMARY KEY, record int NOT NULL REFERENCES bench_record, at timestamptz NOT NULL,
    actor text NOT NULL, moved_from text NOT NULL, moved_to text NOT NULL
);
CREATE INDEX ON bench_event (record, at);
CREATE TABLE bench_open_work (
    id bigserial PRIMARY KEY, record int NOT NULL REFERENCES bench_record, step text NOT NULL,
    owner text, due_on date, opened_at timestamptz NOT NULL, closed_at timestamptz
);
CREATE INDEX ON bench_open_work (record) WHERE closed_at IS NULL;
"""
INSERT = "INSERT INTO bench_record (position, moved_at) VALUES ('sign_off', now()) RETURNING id"
LOCK = "SELECT position FROM bench_record WHERE id = %s FOR UPDATE"
MOVE = "UPDATE bench_record SET position = %s, moved_at = now() WHERE id = %s"
TELL = (
    "INSERT INTO bench_event (record, at, actor, moved_from, moved_to) "
    "VALUES (%s, now(), %s, %s, %s) RETURNING id"
)
CLOSE = "UPDATE bench_open_work SET closed_at = now(), owner = %s WHERE record = %s AND closed_at IS NULL"
OPEN = (
    "INSERT INTO bench_open_work (record, step, owner, due_on, opened_at) "
    "VALUES (%s, %s, %s, current_date + 5, now()) RETURNING id"
)


@cache
def connected() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def prepare(cases: int) -> list[int]:
    with connected().transaction():
        connected().execute(TABLES)
        rows = [connected().execute(INSERT).fetchone() for _ in range(cases)]
        keys = [row[0] for row in rows if row]
        for key in keys:
            connected().execute(OPEN, [key, "sign_off", None])
    return keys


def step(case: int) -> bool:
    with connected().transaction():
        (position,) = connected().execute(LOCK, [case]).fetchone()  # type: ignore[misc]
        to = NEXT[position]
        connected().execute(MOVE, [to, case])
        connected().execute(TELL, [case, WHO[position], position, to])
        connected().execute(CLOSE, [WHO[position], case])
        connected().execute(OPEN, [case, to, None])
    return True


def connection() -> Any:
    return connected().pgconn
