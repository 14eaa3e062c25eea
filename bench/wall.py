"""What the second wall costs: a verb and pages by the tables' owner and by the role of the pages, in turns.

The roles must be on the server, and that of DATABASE_URL must be able to take them on. Exits with 1 when the
median of the verb or of a page takes more than so much longer, or when a queue leaves its index.
"""

from __future__ import annotations

import argparse
import sys

from bench.figures import milliseconds, table
from bench.scratch import scratch_database, server_words

CASES = 8
PAGES = ("cases", "case", "case_people")
# Of the medians.
MOST_TIMES = 1.25
INDEX = "obligation_pool"
HEAD = ("", "owner p50 ms", "p95 ms", "behind the wall p50 ms", "p95 ms", "times")
# By whether behind the wall, seconds of each.
Laps = dict[bool, list[float]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="of work in the queues, a tenth open")
    parser.add_argument("--turns", type=int, default=6, help="of each person's queue; ten times of a page")
    parser.add_argument("--steps", type=int, default=300, help="of the verb")
    options = parser.parse_args()
    with scratch_database():
        from bench import wall_laps

        print(server_words(), flush=True)
        people, keys = wall_laps.prepare(CASES, options.rows)
        took = {"verb": wall_laps.verbs(keys, options.steps)}
        took |= {name: wall_laps.pages(name, options.turns * 10) for name in PAGES}
        took[f"queue, {len(people)} people"] = wall_laps.queues(people, options.turns)
        off_index = [role for role, plan in wall_laps.queue_plans(people) if INDEX not in plan]
        return report(took, off_index)


def report(took: dict[str, Laps], off_index: list[str]) -> int:
    print(table(HEAD, [_row(name, laps) for name, laps in took.items()]))
    bars = {
        f"p50 within {MOST_TIMES} times": all(_times(laps) <= MOST_TIMES for laps in took.values()),
        "every queue is read by its index": not off_index,
    }
    for bar, met in bars.items():
        print(f"Bar, {bar}: {'met' if met else 'MISSED'}")
    if off_index:
        print(f"Not read by it: {', '.join(off_index)}")
    return 0 if all(bars.values()) else 1


def _row(name: str, laps: Laps) -> list[str | int | float | None]:
    figures = [milliseconds(laps[behind], share) for behind in (False, True) for share in (50, 95)]
    return [name, *figures, _times(laps)]


def _times(laps: Laps) -> float:
    return milliseconds(laps[True], 50) / milliseconds(laps[False], 50)


if __name__ == "__main__":
    sys.exit(main())
