"""The queue at a thousand, a hundred thousand and a million pieces of work, as fifty people see it.

Exits with 1 when a bar is missed: the same number of queries at each size, the database's time
within five times the index floor, and 95 of 100 pages within 100 ms at the largest size.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from bench.figures import milliseconds, percentile, table
from bench.scratch import scratch_database, server_words

if TYPE_CHECKING:
    from bench.queue_looks import Looks

SIZES = {1_000: 1_000, 100_000: 10_000, 1_000_000: 100_000}
TIMES_FLOOR, PAGE_MS = 5.0, 100.0
HEAD = (
    "rows (open)",
    "queries",
    "page p50 ms",
    "page p95 ms",
    "database p50 ms",
    "p95 ms",
    "floor p50 ms",
    "p95 ms",
    "x floor, all",
    "worst",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=max(SIZES), help="leave out the sizes above this")
    parser.add_argument("--plans", action="store_true", help="show the plans of the slowest person")
    options = parser.parse_args()
    with scratch_database():
        print(server_words(), flush=True)
        return report(_measure(options.most, options.plans))


def _measure(most: int, plans: bool) -> dict[int, Looks]:
    from bench.queue_fill import fill, prepare
    from bench.queue_looks import looks, plans_of_the_slowest
    from bench.queue_people import people_make

    people = people_make()
    prepare()
    measured = {}
    for rows, open_rows in SIZES.items():
        if rows <= most:
            fill(rows, open_rows)
            measured[rows] = looks(people)
            if plans:
                print(plans_of_the_slowest(measured[rows]))
    return measured


def report(measured: dict[int, Looks]) -> int:
    print(table(HEAD, [_row(rows, looks) for rows, looks in measured.items()]))
    largest = measured[max(measured)]
    _by_person(largest)
    bars = {
        # Of each person: who has several roles may need more than others, but not more with more rows.
        "the same number of queries at each size": len({frozenset(one.queries) for one in measured.values()})
        == 1,
        f"database within {TIMES_FLOOR:.0f} times its floor": all(
            one.times_floor <= TIMES_FLOOR for one in measured.values()
        ),
        f"page p95 within {PAGE_MS:.0f} ms": milliseconds(largest.pages, 95) <= PAGE_MS,
    }
    for bar, met in bars.items():
        print(f"Bar, {bar}: {'met' if met else 'MISSED'}")
    return 0 if all(bars.values()) else 1


def _row(rows: int, looks: Looks) -> list[str | int | float | None]:
    database = [one.database for one in looks.people]
    floor = [one.floor for one in looks.people]
    return [
        f"{rows} ({SIZES[rows]})",
        "/".join(str(number) for number in sorted(set(looks.queries))),
        milliseconds(looks.pages, 50),
        milliseconds(looks.pages, 95),
        percentile(database, 50),
        percentile(database, 95),
        percentile(floor, 50),
        percentile(floor, 95),
        looks.times_floor,
        max(one.database / one.floor for one in looks.people),
    ]


def _by_person(looks: Looks) -> None:
    """The largest size by role: who has most to see, and what it costs."""
    ranked = sorted(looks.people, key=lambda one: -one.database)
    print("\nThe ten whose queue costs the database most at the largest size")
    head = ("role", "work", "database ms", "floor ms", "x floor")
    print(
        table(
            head,
            [[one.role, one.work, one.database, one.floor, one.database / one.floor] for one in ranked[:10]],
        )
    )
    print()


if __name__ == "__main__":
    sys.exit(main())
