"""What the record of who did and saw what costs: verbs and pages with it and without, in turns in one run.

Exits with 1 when a verb or a page takes more than so much longer, when two writers of different cases wait
for each other, or when reading all of it takes more than so many times its floor.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from bench.clients import Call, Clients
from bench.figures import milliseconds, table
from bench.scratch import scratch_database, server_words

if TYPE_CHECKING:
    from bench.audit_laps import Verified

CASES = 8
ROUNDS = 4
PAGES = ("queue", "cases", "case", "case_people")
# Of the medians.
MOST_TIMES, MOST_TIMES_FLOOR = 1.25, 6.0
WITH, WITHOUT = True, False
HEAD = ("", "without p50 ms", "p95 ms", "with p50 ms", "p95 ms", "times")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each lap of verbs")
    parser.add_argument("--pages", type=int, default=60, help="of each kind in a round")
    parser.add_argument("--entries", type=int, default=300_000, help="to be verified")
    options = parser.parse_args()
    with scratch_database(), Clients(2) as clients:
        print(server_words(), flush=True)
        keys = _prepare()
        took = {"verb": _verbs(clients, keys, options.seconds), **_pages(options.pages)}
        waits = _waits(clients)
        return report(took, waits, _verified(options.entries))


def _prepare() -> list[int]:
    from bench.contestants import ours
    from bench.people import people_make

    people_make()
    return ours.prepare(CASES)


def _verbs(clients: Clients, keys: list[int], seconds: float) -> dict[bool, list[float]]:
    """Laps in turn, each begun by the other kind; the first of each fills caches and does not count."""
    from bench.audit_laps import verbs
    from bench.unaudited import audit_switch

    took: dict[bool, list[float]] = {WITH: [], WITHOUT: []}
    for number in range(-1, ROUNDS):
        for audited in (WITH, WITHOUT) if number % 2 else (WITHOUT, WITH):
            audit_switch("ENABLE" if audited else "DISABLE")
            (made,) = clients.at_once([Call(verbs, (keys, seconds, audited))])
            took[audited] += made if number >= 0 else []
    audit_switch("ENABLE")
    return took


def _pages(number: int) -> dict[str, dict[bool, list[float]]]:
    from django.urls import reverse

    from bench.audit_laps import browser, page
    from casework.casefiles.models import CaseFile

    readers = {audited: browser(audited) for audited in (WITHOUT, WITH)}
    urn = CaseFile.objects.earliest("registered_at").urn
    took: dict[str, dict[bool, list[float]]] = {}
    for name in PAGES:
        address = reverse(name, kwargs={"urn": urn} if name.startswith("case_") or name == "case" else {})
        took[name] = {audited: [] for audited in readers}
        for turn in range(number):
            for audited, reader in sorted(readers.items(), reverse=bool(turn % 2)):
                took[name][audited].append(page(reader, address))
    return took


def _waits(clients: Clients) -> dict[str, float]:
    """Seconds that a writer takes while another holds its own stream open, and the same stream."""
    from bench.audit_laps import stream_hold, stream_write

    def pair(one: int, other: int) -> float:
        answers: list[Any] = clients.at_once([Call(stream_hold, (one,)), Call(stream_write, (other,))])
        return float(answers[1])

    return {"different cases": pair(1, 2), "one case": pair(3, 3)}


def _verified(number: int) -> Verified:
    from bench.audit_laps import entries_fill, verified

    entries_fill(number)
    return verified()


def report(took: dict[str, dict[bool, list[float]]], waits: dict[str, float], found: Verified) -> int:
    rows = [_row(name, laps) for name, laps in took.items()]
    print(table(HEAD, rows))
    for name, seconds in waits.items():
        print(f"A second writer, {name}: {seconds * 1000:.1f} ms")
    rate, floor = (found.entries / each for each in (found.verify_seconds, found.floor_seconds))
    print(f"{found.entries} entries: verified {rate:.0f} a second, sha256 over COPY {floor:.0f}")
    bars = {
        f"p50 within {MOST_TIMES} times": all(_times(laps) <= MOST_TIMES for laps in took.values()),
        "writers of different cases do not wait": waits["different cases"] < waits["one case"] / 3,
        f"verification within {MOST_TIMES_FLOOR:.0f} times its floor": floor / rate <= MOST_TIMES_FLOOR,
    }
    for bar, met in bars.items():
        print(f"Bar, {bar}: {'met' if met else 'MISSED'}")
    return 0 if all(bars.values()) else 1


def _row(name: str, laps: dict[bool, list[float]]) -> list[str | int | float | None]:
    figures = [milliseconds(laps[audited], share) for audited in (WITHOUT, WITH) for share in (50, 95)]
    return [name, *figures, _times(laps)]


def _times(laps: dict[bool, list[float]]) -> float:
    return milliseconds(laps[WITH], 50) / milliseconds(laps[WITHOUT], 50)


if __name__ == "__main__":
    sys.exit(main())
