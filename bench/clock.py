"""What the clock of each case costs the queue page, and what the report over many cases costs.

The same people look at the same queue in turns with the clock and without it, in one run. Exits with 1
when the bar is missed.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from bench.figures import Cell, milliseconds, percentile, table
from bench.scratch import scratch_database, server_words

if TYPE_CHECKING:
    from casework.people.models import User

PER_CASE = 10
PAGES_EACH = 6
TIMES_WITHOUT = 1.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    options = parser.parse_args()
    with scratch_database():
        print(server_words(), flush=True)
        from bench.clock_fill import histories_fill
        from bench.queue_fill import fill, prepare
        from bench.queue_people import people_make

        people = people_make()
        prepare()
        fill(options.cases * PER_CASE, options.cases)
        print(f"{options.cases} cases, {histories_fill()} events", flush=True)
        met = queue_pages(people)
        reports(people)
        return 0 if met else 1


def queue_pages(people: list[User]) -> bool:
    """With and without by turns, so that a drift of the machine is shared. Whether the bar is met."""
    from bench.clock_looks import page_with, page_without, signed_in

    browsers = [signed_in(person) for person in people]
    ways = {"with the clock": page_with, "without": page_without}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(PAGES_EACH):
        for browser in browsers:
            for name, page in ways.items():
                taken[name].append(page(browser))
    rows: list[list[Cell]] = [
        [name, milliseconds(each, 50), milliseconds(each, 95)] for name, each in taken.items()
    ]
    print(table(("queue page", "p50 ms", "p95 ms"), rows))
    with_it, without = taken.values()
    ratio = percentile(with_it, 50) / percentile(without, 50)
    print(f"Ratio of the medians: {ratio:.2f}")
    met = ratio <= TIMES_WITHOUT
    print(f"Bar, within {TIMES_WITHOUT:.1f} times the page without: {'met' if met else 'MISSED'}")
    return met


def reports(people: list[User]) -> None:
    """The report of who leads, by how many cases it is over."""
    from bench.clock_looks import report_of

    found = sorted(filter(None, map(report_of, people)), key=lambda each: -each.cases)
    rows: list[list[Cell]] = [[one.role, one.cases, one.queries, one.seconds] for one in found[:8]]
    print(table(("report of", "cases", "queries", "seconds"), rows))


if __name__ == "__main__":
    sys.exit(main())
