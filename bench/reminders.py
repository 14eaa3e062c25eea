"""Reminders: how fast the sweep owes them, how fast they are mailed, how long one takes from commit to mail.

Exits with 1 when a bar is missed: the sweep takes at least half as many rows a second as the floor, which
claims rows, writes one outbox row for each and moves on; it costs the same for as much that is due, whatever
there is; and a sender mails at least 80 % of what a bare SMTP loop does.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

from bench.figures import percentile, table
from bench.scratch import scratch_database, server_words

# Pieces of work and how many of them are open.
SIZES = {10_000: 9_500, 100_000: 20_000, 1_000_000: 100_000}
DUE, MOST_DUE = 8_300, 83_000
ROUNDS = 3
SWEEP_SHARE, MAIL_SHARE, GROWTH = 0.5, 0.8, 2.0


@dataclass(frozen=True)
class Sweeps:
    """Seconds of each round of the same work: ours, the floor's, and of SQL that writes what ours does."""

    rows: int
    due: int
    ours: list[float]
    floor: list[float]
    writes: list[float]

    @property
    def share(self) -> float:
        """Our rows a second of the floor's: rounds alternate, so the median of the ratios."""
        return _ratio(self.floor, self.ours)

    @property
    def share_of_writes(self) -> float:
        return _ratio(self.writes, self.ours)

    @property
    def rate(self) -> float:
        return self.due / percentile(self.ours, 50)


def _ratio(one: list[float], other: list[float]) -> float:
    return percentile([first / second for first, second in zip(one, other, strict=True)], 50)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=max(SIZES), help="leave out the sizes above this")
    parser.add_argument("--mails", type=int, default=3_000)
    options = parser.parse_args()
    with scratch_database():
        print(server_words(), flush=True)
        sweeps = _sweeps(options.most)
        bars = _report_sweeps(sweeps) | _report_mails(options.mails)
    for bar, met in bars.items():
        print(f"Bar, {bar}: {'met' if met else 'MISSED'}")
    return 0 if all(bars.values()) else 1


def _sweeps(most: int) -> list[Sweeps]:
    from bench.queue_fill import fill, prepare
    from bench.queue_people import people_make

    people_make()
    prepare()
    found = []
    for rows, open_rows in SIZES.items():
        if rows <= most:
            fill(rows, open_rows)
            found.append(_measured(rows, DUE))
            if open_rows >= MOST_DUE:
                found.append(_measured(rows, MOST_DUE))
    return found


def _measured(rows: int, due: int) -> Sweeps:
    from bench.reminders_fill import make_due, swept
    from bench.reminders_floor import floor_sweep, same_writes

    ours: list[float] = []
    floor: list[float] = []
    writes: list[float] = []
    for _ in range(ROUNDS):
        for seconds, sweep in ((floor, floor_sweep), (writes, same_writes), (ours, swept)):
            make_due(due)
            taken, took = sweep()
            assert taken == due, f"{taken} of {due} were taken"
            seconds.append(took)
    return Sweeps(rows, due, ours, floor, writes)


def _report_sweeps(sweeps: list[Sweeps]) -> dict[str, bool]:
    head = ("work", "due", "ours s", "floor s", "rows/s", "of the floor's", "of the same writes")
    rows = [
        [
            each.rows,
            each.due,
            percentile(each.ours, 50),
            percentile(each.floor, 50),
            each.rate,
            each.share,
            each.share_of_writes,
        ]
        for each in sweeps
    ]
    print(table(head, rows))
    same = [percentile(each.ours, 50) for each in sweeps if each.due == DUE]
    return {
        f"sweep at least {SWEEP_SHARE:.0%} of the floor's rows a second": all(
            each.share >= SWEEP_SHARE for each in sweeps
        ),
        f"as much due costs within {GROWTH:.0f} times at each size": max(same) <= GROWTH * min(same),
    }


def _report_mails(number: int) -> dict[str, bool]:
    from bench.reminders_mails import commit_to_mail, rates

    ours, bare = rates(number)
    print(f"\n{number} mails a round, one sender: {ours:.0f} a second; a bare SMTP loop {bare:.0f}")
    waits = commit_to_mail(200)
    print(
        "From commit to mail, sweep and sender right after it: "
        f"p50 {percentile(waits, 50) * 1000:.0f} ms, p95 {percentile(waits, 95) * 1000:.0f} ms; "
        "in the product a tick of beat lies between (TELL_SECONDS)"
    )
    return {f"mails at least {MAIL_SHARE:.0%} of a bare loop's": ours >= MAIL_SHARE * bare}


if __name__ == "__main__":
    sys.exit(main())
