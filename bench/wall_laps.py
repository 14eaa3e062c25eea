"""What the second wall is measured by: each thing by the owner and by the role of the pages, in turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import people, queue_people
from bench.browsers import signed_in
from bench.contestants import ours
from bench.queue_fill import fill
from bench.queue_fill import prepare as queue_prepare
from casework.audit.who import Acting, acting_as
from casework.casefiles.models import CaseFile
from casework.people.models import User
from casework.wall.roles import WEB

OPEN_SHARE = 10


def prepare(cases: int, rows: int) -> tuple[list[User], list[int]]:
    """Fifty people with queues in a country's work, and some whole cases, by the keys that the verb wants."""
    people.people_make()
    keys = ours.prepare(cases)
    looking = queue_people.people_make()
    queue_prepare()
    with connection.cursor() as cursor:
        # Beyond the tasks of the whole cases.
        cursor.execute(f"ALTER SEQUENCE bench_task RESTART {rows * 1_000}")
    fill(rows, rows // OPEN_SHARE)
    return looking, keys


@contextmanager
def wall(behind: bool) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WEB}" if behind else "RESET ROLE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def in_turns(number: int, act: Callable[[int], Any]) -> dict[bool, list[float]]:
    """Each pair begun by the other; the first fills caches and does not count."""
    took: dict[bool, list[float]] = {False: [], True: []}
    for turn in range(-1, number):
        for behind in (True, False) if turn % 2 else (False, True):
            with wall(behind):
                began = perf_counter()
                act(turn)
                if turn >= 0:
                    took[behind].append(perf_counter() - began)
    return took


def verbs(keys: list[int], number: int) -> dict[bool, list[float]]:
    def step(turn: int) -> None:
        assert ours.step(keys[turn // 3 % len(keys)])

    with acting_as(Acting("step", people.person("investigator").pk)):
        return in_turns(number, step)


def pages(name: str, number: int) -> dict[bool, list[float]]:
    reader = signed_in(people.person("supervisor"))
    urn = CaseFile.objects.filter(officer_in_case=people.person("investigator")).first().urn
    address = reverse(name, kwargs={} if name == "cases" else {"urn": urn})
    return in_turns(number, lambda turn: _got(reader, address))


def queues(looking: list[User], number: int) -> dict[bool, list[float]]:
    browsers = [signed_in(person) for person in looking]
    address = reverse("queue")
    return in_turns(number * len(browsers), lambda turn: _got(browsers[turn % len(browsers)], address))


def _got(reader: Any, address: str) -> None:
    assert reader.get(address).status_code == 200


def queue_plans(looking: list[User]) -> Iterator[tuple[str, str]]:
    """The role of each who has open work, and the plans of what their queue asks, behind the wall."""
    for person in looking:
        with wall(True), acting_as(Acting(person=person.pk)):
            plans = [_plan(sql) for sql in _asked(person)]
        if plans:
            yield person.memberships_held[0].role, "\n".join(plans)


def _asked(person: User) -> list[str]:
    browser = signed_in(person)
    with CaptureQueriesContext(connection) as captured:
        _got(browser, reverse("queue"))
    found = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in found if 'FROM "casework_obligation"' in sql and sql.startswith("SELECT")]


def _plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())
