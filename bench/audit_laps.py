"""What the record is measured by: verbs, pages, writers of streams, and reading all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter, sleep
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from bench.browsers import signed_in
from bench.contestants import ours
from bench.people import person
from casework.audit.verify import ENTRIES, audit_verify
from casework.audit.who import Acting, acting_as, statements_signed
from casework.audit.writing import Said, entries_write

T = TypeVar("T")
MIDDLEWARE = "casework.audit.middleware.AuditMiddleware"
# Many times what a request has for it: who waits, waits for all of it.
HELD_SECONDS = 0.3
STREAMS, A_STATEMENT = 200, 50


class Verified(NamedTuple):
    entries: int
    verify_seconds: float
    floor_seconds: float


def verbs(cases: list[int], seconds: float, audited: bool) -> list[float]:
    """Seconds of each step of one client in its cases; without the record, without the signature too."""
    took, turn = [], 0
    with signed(audited), acting_as(Acting("step", person("investigator").pk)):
        end = perf_counter() + seconds
        while (began := perf_counter()) < end:
            assert ours.step(cases[turn % len(cases)])
            took.append(perf_counter() - began)
            turn += 1
    return took


@contextmanager
def signed(audited: bool) -> Iterator[None]:
    connection.ensure_connection()
    connection.execute_wrappers.clear()
    if audited:
        statements_signed(connection)
    try:
        yield
    finally:
        connection.execute_wrappers.clear()
        statements_signed(connection)


def browser(audited: bool) -> Client:
    """Signed in as the supervisor, with the door or without it: a client keeps what it began with."""
    kept = [name for name in settings.MIDDLEWARE if audited or name != MIDDLEWARE]
    with override_settings(MIDDLEWARE=kept):
        made = signed_in(person("supervisor"))
        assert made.get(reverse("queue")).status_code == 200
    return made


def page(reader: Client, address: str) -> float:
    began = perf_counter()
    assert reader.get(address).status_code == 200
    return perf_counter() - began


def stream_hold(stream: int) -> float:
    """Write an entry, and keep its transaction open."""
    began = perf_counter()
    with transaction.atomic():
        entries_write(Acting("bench"), [Said("consultation")], stream=stream)
        sleep(HELD_SECONDS)
    return perf_counter() - began


def stream_write(stream: int) -> float:
    """Write an entry while another client holds a stream."""
    sleep(HELD_SECONDS / 3)
    began = perf_counter()
    entries_write(Acting("bench"), [Said("consultation")], stream=stream)
    return perf_counter() - began


def entries_fill(number: int) -> None:
    """So many entries, in streams in turn, fifty a statement as a list writes them."""
    said = [Said("consultation", UUID(int=case), subject="S1") for case in range(A_STATEMENT)]
    for turn in range(number // A_STATEMENT):
        entries_write(Acting("cases", 1, 1, "supervisor"), said, stream=1_000 + turn % STREAMS)


def verified() -> Verified:
    seconds, found = _timed(audit_verify)
    assert not found.flaws
    floor, _ = _timed(floor_read)
    return Verified(found.entries, seconds, floor)


def floor_read() -> str:
    """The least that reading all of it takes: the same bytes, hashed as they come."""
    sum_of_all = hashlib.sha256()
    with connection.cursor() as cursor, cursor.copy(ENTRIES) as rows:
        for block in rows:
            sum_of_all.update(block)
    return sum_of_all.hexdigest()


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    began = perf_counter()
    answer = call()
    return perf_counter() - began, answer
