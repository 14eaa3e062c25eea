"""Transitions per second: our verb, raw Viewflow, SpiffWorkflow and plain SQL, in turns on one server.

Exits with 1 when our verb is slower than raw Viewflow with any number of clients.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from bench.clients import Call, Clients
from bench.figures import Cell, milliseconds, table
from bench.scratch import scratch_database, server_words

if TYPE_CHECKING:
    from bench.laps import Lap

MODES = {"1 client": 1, "2 clients": 2, "4 clients": 4, "2 clients, one case": 2}
ONE_CASE = "2 clients, one case"
MOST_CLIENTS = 4
CASES_A_CLIENT = 8
OURS, RAW, SPIFF, FLOOR = "ours", "raw Viewflow", "SpiffWorkflow", "floor"
HEAD = ("", "per second", "p50 ms", "p99 ms", "statements", "x raw", "x floor", "lost")


class Result(NamedTuple):
    """All laps of one contestant with one number of clients."""

    rate: float
    p50: float
    p99: float
    lost: int


def main() -> int:
    options = _options()
    with scratch_database(), Clients(MOST_CLIENTS) as clients:
        print(server_words(), flush=True)
        keys = _prepare()
        counted = {name: _count(clients, name, keys) for name in keys}
        laps = _measure(clients, keys, options)
        return report(laps, counted)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each lap")
    parser.add_argument("--rounds", type=int, default=4, help="of all contestants, there and back in turn")
    return parser.parse_args()


def _prepare() -> dict[str, list[int]]:
    """The cases of each contestant: those of the clients in turn, and the one that two share."""
    from django.db import connection

    from bench.contestants import CONTESTANTS
    from bench.people import people_make

    people_make()
    keys = {name: module.prepare(MOST_CLIENTS * CASES_A_CLIENT + 1) for name, module in CONTESTANTS.items()}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return keys


def _count(clients: Clients, name: str, keys: dict[str, list[int]]) -> float:
    from bench.laps import statements

    return clients.at_once([Call(statements, (name, keys[name][:CASES_A_CLIENT], 60))])[0]


def _measure(
    clients: Clients, keys: dict[str, list[int]], options: argparse.Namespace
) -> dict[tuple[str, str], list[list[Lap]]]:
    """Every contestant in every mode in each round; the order turns round, so that all share a drift."""
    laps: dict[tuple[str, str], list[list[Lap]]] = {(mode, name): [] for mode in MODES for name in keys}
    # The first laps fill caches and do not count.
    for number in range(-1, options.rounds):
        for mode, name in _order(list(keys), number):
            seconds = options.seconds if number >= 0 else 0.5
            made = clients.at_once(_calls(mode, name, keys[name], seconds))
            if number >= 0:
                laps[mode, name].append(made)
    return laps


def _order(names: list[str], number: int) -> Iterator[tuple[str, str]]:
    for mode in MODES:
        yield from ((mode, name) for name in (names if number % 2 else reversed(names)))


def _calls(mode: str, name: str, keys: list[int], seconds: float) -> list[Call]:
    from bench.laps import lap

    own = [keys[first : first + CASES_A_CLIENT] for first in range(0, len(keys) - 1, CASES_A_CLIENT)]
    cases = [keys[-1:]] * MODES[mode] if mode == ONE_CASE else own[: MODES[mode]]
    return [Call(lap, (name, mine, seconds)) for mine in cases]


def result(laps: list[list[Lap]]) -> Result:
    won = [seconds for together in laps for lap in together for seconds in lap.won]
    duration = sum(max(lap.seconds for lap in together) for together in laps)
    lost = sum(lap.lost for together in laps for lap in together)
    return Result(len(won) / duration, milliseconds(won, 50), milliseconds(won, 99), lost)


def report(laps: dict[tuple[str, str], list[list[Lap]]], counted: dict[str, float]) -> int:
    results = {key: result(made) for key, made in laps.items()}
    missed = []
    for mode in MODES:
        print(f"\n{mode}")
        print(table(HEAD, [_row(results, counted, mode, name) for name in counted]))
        if results[mode, OURS].rate < results[mode, RAW].rate:
            missed.append(mode)
    print(f"\nBar, not slower than raw Viewflow: {f'MISSED with {missed}' if missed else 'met'}")
    reached = [mode for mode in MODES if results[mode, OURS].rate >= results[mode, SPIFF].rate]
    print(f"Aim, as fast as SpiffWorkflow: {f'reached with {reached}' if reached else 'not reached'}")
    return 1 if missed else 0


def _row(
    results: dict[tuple[str, str], Result], counted: dict[str, float], mode: str, name: str
) -> list[Cell]:
    one = results[mode, name]
    to_raw, to_floor = (one.rate / results[mode, other].rate for other in (RAW, FLOOR))
    lost = one.lost if mode == ONE_CASE else None
    return [name, round(one.rate), one.p50, one.p99, round(counted[name], 1), to_raw, to_floor, lost]


if __name__ == "__main__":
    sys.exit(main())
