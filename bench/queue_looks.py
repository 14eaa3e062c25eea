"""Fifty people look at their queues: pages by the test client through all middleware, plans by EXPLAIN."""

from __future__ import annotations

import json
from time import perf_counter
from typing import Any, NamedTuple

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.browsers import signed_in
from casework.obligations.models import Obligation
from casework.obligations.urgency import urgency_limits
from casework.people.models import User
from workflows.queues.filters import DEFAULT_WHOSE

PAGES_EACH = 4
PER_PAGE = 25
EXPLAINS = 3

# The rows of one person's queue and nothing else, in the order of the queue: what the best
# conceivable index would hold. Its reads are the floor.
FLOOR_TABLE = """
DROP TABLE IF EXISTS bench_floor;
CREATE TABLE bench_floor (person bigint, due_on date, opened_at timestamptz, obligation bigint);
"""
FLOOR_INDEX = """
CREATE INDEX ON bench_floor (person, due_on, opened_at, obligation);
"""
FLOOR_COUNT = """
SELECT CASE WHEN due_on <= %(critical_to)s THEN 1 WHEN due_on < %(today)s THEN 2
            WHEN due_on <= %(soon_to)s THEN 3 ELSE 4 END, count(*)
FROM bench_floor WHERE person = %(person)s GROUP BY 1
"""
FLOOR_PAGE = """
SELECT work.*, case_file.*, owner.* FROM bench_floor
JOIN casework_obligation work ON work.id = obligation
JOIN casework_casefile case_file ON case_file.id = work.case_file_id
LEFT JOIN casework_user owner ON owner.id = work.owner_id
WHERE person = %(person)s ORDER BY bench_floor.due_on, bench_floor.opened_at, obligation LIMIT %(page)s
"""


class Look(NamedTuple):
    """One person's queue: what they have, and milliseconds of the database, theirs and at least."""

    role: str
    work: int
    database: float
    floor: float
    statements: list[str]


class Looks(NamedTuple):
    """Seconds of each page, queries of each who has work (an empty list is not read), and the people."""

    pages: list[float]
    queries: list[int]
    people: list[Look]

    @property
    def times_floor(self) -> float:
        return sum(one.database for one in self.people) / sum(one.floor for one in self.people)


def looks(people: list[User]) -> Looks:
    _floor_fill(people)
    browsers = {person: _signed_in(person) for person in people}
    captured = {person: _statements(browser) for person, browser in browsers.items()}
    pages = [_page(browser) for _ in range(PAGES_EACH) for browser in browsers.values()]
    found = {person: _look(person, captured[person]) for person in people}
    return Looks(
        pages,
        [len(captured[person]) for person, look in found.items() if look.work],
        list(found.values()),
    )


def _signed_in(person: User) -> Client:
    browser = signed_in(person)
    browser.get(reverse("queue"))
    return browser


def _page(browser: Client) -> float:
    began = perf_counter()
    response = browser.get(reverse("queue"))
    assert response.status_code == 200, response.status_code
    return perf_counter() - began


def _statements(browser: Client) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        _page(browser)
    return [query["sql"] for query in captured.captured_queries]


def _look(person: User, statements: list[str]) -> Look:
    ours = [sql for sql in statements if "casework_obligation" in sql and sql.startswith("SELECT")]
    values = _values(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bench_floor WHERE person = %s", [person.pk])
        (work,) = cursor.fetchone()
    role = "; ".join(membership.role for membership in person.memberships_held)
    floor = _milliseconds(FLOOR_PAGE, values) + _milliseconds(FLOOR_COUNT, values)
    return Look(role, work, sum(_milliseconds(sql) for sql in ours), floor, ours)


def _values(person: User) -> dict[str, Any]:
    today = timezone.localdate()
    return {"person": person.pk, "page": PER_PAGE, "today": today, **urgency_limits(today)._asdict()}


def _milliseconds(sql: str, values: dict[str, Any] | None = None) -> float:
    """The execution time that EXPLAIN shows, the least of a few: the others waited for something else."""
    return min(_plan(sql, values)["Execution Time"] for _ in range(EXPLAINS))


def _plan(sql: str, values: dict[str, Any] | None = None, options: str = "") -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON{options}) {sql}", values)
        (found,) = cursor.fetchone()
    return (json.loads(found) if isinstance(found, str) else found)[0]


def _floor_fill(people: list[User]) -> None:
    """What each person's default queue holds, as the product itself finds it."""
    with connection.cursor() as cursor:
        cursor.execute(FLOOR_TABLE)
        for person in people:
            work = Obligation.objects.open().workable_by(person, *DEFAULT_WHOSE)
            rows = list(work.values_list("due_on", "opened_at", "pk"))
            with cursor.copy("COPY bench_floor FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((person.pk, *row))
        cursor.execute(FLOOR_INDEX)
        cursor.execute("VACUUM (ANALYZE) bench_floor")


def plans_of_the_slowest(measured: Looks) -> str:
    """The plans of the person whose queue costs most, for a reader who wants to know why."""
    slowest = max(measured.people, key=lambda one: one.database)
    shown = [f"\n{slowest.role}, {slowest.work} pieces of work, {slowest.database:.2f} ms"]
    with connection.cursor() as cursor:
        for sql in slowest.statements:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}")
            shown += [sql, *(line for (line,) in cursor.fetchall()), ""]
    return "\n".join(shown)
