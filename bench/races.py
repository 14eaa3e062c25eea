"""Two people, or a person and the clock, at once: two hundred rounds of each race on real connections.

Exits with 1 when a round had two winners or none, when something was left stuck, or when one
act of a hundred took 150 ms or longer.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.clients import Clients
from bench.figures import milliseconds, table
from bench.scratch import scratch_database, server_words

if TYPE_CHECKING:
    from bench.race_acts import Answer
    from bench.race_scenes import Race, Round

P99_MS = 150.0
HEAD = ("race", "rounds", "first won", "two winners", "none", "stuck", "p50 ms", "p95 ms", "p99 ms")


@dataclass
class Tally:
    """What came of the rounds of one race: more or fewer winners than there must be, and what was left."""

    rounds: int = 0
    first: int = 0
    many: int = 0
    none: int = 0
    stuck: int = 0
    seconds: list[float] = field(default_factory=list)

    def count(self, race_round: Round, answers: list[Answer], stuck: bool) -> None:
        done = sum(answer.done for answer in answers)
        self.rounds += 1
        self.first += answers[0].done
        self.many += done > max(race_round.winners)
        self.none += done < min(race_round.winners)
        self.stuck += stuck or not race_round.holds(answers)
        self.seconds += [answer.seconds for answer in answers]

    @property
    def held(self) -> bool:
        return not (self.many or self.none or self.stuck) and milliseconds(self.seconds, 99) < P99_MS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, help="of each race")
    rounds = parser.parse_args().rounds
    with scratch_database(), Clients(2) as clients:
        print(server_words(), flush=True)
        return report(_races(clients, rounds))


def _races(clients: Clients, rounds: int) -> dict[str, Tally]:
    from bench.people import people_make
    from bench.race_scenes import RACES

    people_make()
    return {name: _run(clients, race(), rounds) for name, race in RACES.items()}


def _run(clients: Clients, race: Race, rounds: int) -> Tally:
    """The rounds; the order of the two turns round each time, so that neither is always sent first."""
    from bench.race_scenes import stuck

    tally = Tally()
    # The range ends first: no further round is brought to its start.
    for number, current in zip(range(rounds), race, strict=False):
        turn = -1 if number % 2 else 1
        answers = clients.at_once(current.calls[::turn])[::turn]
        tally.count(current, answers, any(stuck(case) for case in current.cases))
    return tally


def report(tallies: dict[str, Tally]) -> int:
    print(table(HEAD, [_row(name, tally) for name, tally in tallies.items()]))
    broken = [name for name, tally in tallies.items() if not tally.held]
    met = f"MISSED in {broken}" if broken else "met"
    print(f"\nBar, as many winners as it must be, nothing stuck, p99 below {P99_MS:.0f} ms: {met}")
    return 1 if broken else 0


def _row(name: str, tally: Tally) -> list[str | int | float | None]:
    counts = (tally.rounds, tally.first, tally.many, tally.none, tally.stuck)
    return [name, *counts, *(milliseconds(tally.seconds, share) for share in (50, 95, 99))]


if __name__ == "__main__":
    sys.exit(main())
