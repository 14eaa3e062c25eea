"""What becomes of ten thousand notices while everything under them is killed, stopped, flushed and cut off.

Each scene begins with as many notices owed, and ends when every mail of theirs is settled. Lost is a notice
of which the other end took no mail; twice is one of which it took two. Exits with 1 where something was lost,
or sent twice by a way that can be asked. Plain SMTP cannot: there it states how many, of how many kills.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.figures import table
from bench.scratch import scratch_database, server_words

Scene = Callable[[int, Path], tuple[Counter[str], int, bool]]
NOTICES = 10_000
KILLS = 1_000


@dataclass(frozen=True)
class Outcome:
    scene: str
    notices: int
    kills: int
    lost: int
    twice: int
    held: int
    seconds: float
    asked: bool

    @property
    def bad(self) -> bool:
        return bool(self.lost or (self.asked and self.twice))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=NOTICES)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--scenes", nargs="*", help="only these, by the beginnings of their names")
    options = parser.parse_args()
    with scratch_database(), tempfile.TemporaryDirectory() as directory:
        print(server_words(), flush=True)
        outcomes = _play(options.notices, options.kills, options.scenes, Path(directory))
    head = ("scene", "notices", "kills", "lost", "twice", "held for a person", "seconds")
    rows = [(o.scene, o.notices, o.kills, o.lost, o.twice, o.held, o.seconds) for o in outcomes]
    print(table(head, rows))
    return 1 if any(outcome.bad for outcome in outcomes) else 0


def _play(notices: int, kills: int, wanted: list[str] | None, directory: Path) -> list[Outcome]:
    from bench.fault_scenes import SCENES
    from bench.fault_senders import hurry
    from bench.queue_fill import fill, prepare
    from bench.queue_people import people_make

    people_make()
    prepare()
    fill(notices * 2, notices + notices // 4)
    hurry()
    played = []
    for name, scene in SCENES.items():
        if not wanted or any(name.startswith(each) for each in wanted):
            played.append(_outcome(name, scene, notices, kills, directory))
            print(played[-1], flush=True)
    return played


def _outcome(name: str, scene: Scene, notices: int, kills: int, directory: Path) -> Outcome:
    from bench.fault_scenes import keys_owed
    from bench.reminders_fill import make_due
    from notifications.models import Message

    make_due(notices, within=30)
    began = perf_counter()
    taken, killed, asked = scene(kills, directory / name.replace(" ", "-"))
    owed = keys_owed()
    held = Message.objects.filter(state=Message.State.HELD).count()
    return Outcome(
        scene=name,
        notices=len(owed),
        kills=killed,
        lost=sum(not taken[key] for key in owed) + notices - len(owed),
        twice=sum(number > 1 for number in taken.values()),
        held=held,
        seconds=perf_counter() - began,
        asked=asked,
    )


if __name__ == "__main__":
    sys.exit(main())
