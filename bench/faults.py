"""What becomes of ten thousand notices while everything under them is killed, stopped, flushed and cut off.

Each scene begins with as many notices owed, and ends when every mail of theirs is settled. Lost is a notice
of which the other end took no mail; twice is a mail that it took twice, or a notice that had two. Exits with
1 where something was lost, or sent twice where it may not be. README.md says what may.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bench.fault_cluster import Cluster, cluster_serving
from bench.figures import table
from bench.scratch import scratch_database, server_words

if TYPE_CHECKING:
    from bench.fault_ground import Ground, Scene

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
    never_twice: bool

    @property
    def bad(self) -> bool:
        return bool(self.lost or (self.never_twice and self.twice))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=NOTICES)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--scenes", nargs="*", help="only these, by the beginnings of their names")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as directory,
        cluster_serving(Path(directory)) as cluster,
        scratch_database(),
    ):
        print(server_words(), flush=True)
        outcomes = _play(options, Path(directory), cluster)
    head = ("scene", "notices", "kills", "lost", "twice", "held for a person", "seconds")
    rows = [(o.scene, o.notices, o.kills, o.lost, o.twice, o.held, o.seconds) for o in outcomes]
    print(table(head, rows))
    return 1 if any(outcome.bad for outcome in outcomes) else 0


def _play(options: argparse.Namespace, directory: Path, cluster: Cluster) -> list[Outcome]:
    from bench.fault_ground import Ground
    from bench.fault_product_scenes import SCENES as WITH_PROCESSES
    from bench.fault_scenes import SCENES
    from bench.fault_senders import hurry

    _people_and_work(options.notices)
    hurry()
    played = []
    for name, scene in {**SCENES, **WITH_PROCESSES}.items():
        if not options.scenes or any(name.startswith(each) for each in options.scenes):
            ground = Ground(options.notices, options.kills, directory / name.replace(" ", "-"), cluster)
            played.append(_outcome(name, scene, ground))
            print(played[-1], flush=True)
    return played


def _people_and_work(notices: int) -> None:
    from bench.queue_fill import fill, prepare
    from bench.queue_people import people_make

    people_make()
    prepare()
    fill(notices * 2, notices + notices // 4)


def _outcome(name: str, scene: Scene, ground: Ground) -> Outcome:
    from bench.fault_ground import SECONDS, keys_held, keys_owed, make_ordinary
    from bench.reminders_fill import make_due

    notices = ground.notices
    make_ordinary()
    make_due(notices, within=SECONDS)
    began = perf_counter()
    taken = scene(ground)
    owed, held = keys_owed(), keys_held()
    return Outcome(
        scene=name,
        notices=notices,
        kills=taken.kills,
        # Whether a held one arrived is what a person finds out.
        lost=sum(not taken.mails[key] for key in owed - held) + max(0, notices - len(owed)),
        twice=sum(number > 1 for number in taken.mails.values()) + max(0, len(owed) - notices),
        held=len(held),
        seconds=perf_counter() - began,
        never_twice=taken.never_twice,
    )


if __name__ == "__main__":
    sys.exit(main())
