"""The scenes with the real processes: worker, beat, broker and database."""

from __future__ import annotations

import random
import time

from django.db import connections

from bench.fault_ends import sink
from bench.fault_ground import (
    PATIENCE,
    SECONDS,
    Ground,
    Scene,
    Taken,
    is_over,
    leases_end,
    over_after,
    wait_until,
)
from bench.fault_product import Product, product_running

BROKER_AWAY_SECONDS = 120
RESTARTS = 8


def broker_lost(ground: Ground) -> Taken:
    """The broker is flushed again and again, then away for two minutes, and comes back empty."""
    with sink(ground.file) as server, product_running("beat") as product:
        flushes = _flush_for(SECONDS / 2, product)
        product.broker.stop()
        time.sleep(BROKER_AWAY_SECONDS)
        product.broker.start()
        wait_until(is_over, at_most=PATIENCE)
        return Taken(server.taken(), flushes + 1, never_twice=True)


def _flush_for(seconds: float, product: Product) -> int:
    flushes, ends_at = 0, time.monotonic() + seconds
    while time.monotonic() < ends_at:
        time.sleep(random.uniform(0, 1))  # noqa: S311
        product.broker.flush()
        flushes += 1
    return flushes


def processes_killed(ground: Ground) -> Taken:
    """Worker, beat, and those in which the worker does its tasks, at random, and started again."""
    kills, ends_at = 0, time.monotonic() + SECONDS * 1.5
    with sink(ground.file) as server, product_running("beat") as product:
        while time.monotonic() < ends_at:
            time.sleep(random.uniform(0, 6))  # noqa: S311
            _kill_one(product)
            kills += 1
        _settle(product)
        return Taken(server.taken(), kills, never_twice=False)


def _kill_one(product: Product) -> None:
    what = random.choice(("worker", "beat", "task", "task"))  # noqa: S311
    if what == "task":
        product.kill_one_that_works()
    else:
        product.kill(what)
        product.start(what)


def two_beats(ground: Ground) -> Taken:
    """Two send the ticks."""
    with sink(ground.file) as server, product_running("beat", "beat-2"):
        wait_until(over_after(SECONDS + 5), at_most=PATIENCE)
        return Taken(server.taken(), 0, never_twice=True)


def database_restarted(ground: Ground) -> Taken:
    """The database is cut off in the middle of what it does, recovers, and is cut off again."""
    with sink(ground.file) as server, product_running("beat") as product:
        for _ in range(RESTARTS):
            time.sleep(random.uniform(4, 10))  # noqa: S311
            connections.close_all()
            ground.cluster.stop_at_once()
            time.sleep(1)
            ground.cluster.start()
        _settle(product)
        return Taken(server.taken(), RESTARTS, never_twice=False)


def _settle(product: Product) -> None:
    """Let new processes go on until it is over, with what those before them held."""
    product.kill(*product.processes)
    leases_end()
    product.start("worker", "beat")
    wait_until(over_after(20), at_most=PATIENCE)


SCENES: dict[str, Scene] = {
    "broker flushed, then away for two minutes": broker_lost,
    "worker and beat killed": processes_killed,
    "two beats": two_beats,
    "PostgreSQL cut off and restarted": database_restarted,
}
