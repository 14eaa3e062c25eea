"""A PostgreSQL of the run's own, as durable as in production, that can be cut off in its work."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from devtools.postgres import Postgres
from devtools.sockets import socket_directory


class Cluster:
    def __init__(self, server: Postgres):
        self.server = server
        self._runs = ExitStack()

    def start(self) -> str:
        """Its address, once it takes connections."""
        return self._runs.enter_context(self.server.serve())

    def stop(self) -> None:
        self._runs.close()

    def stop_at_once(self) -> None:
        """As `pg_ctl stop -m immediate`: nobody finishes anything, and the next start recovers."""
        record = self.server.data / "postmaster.pid"
        os.kill(int(record.read_text().split()[0]), signal.SIGQUIT)
        self._runs.close()


@contextmanager
def cluster_serving(state: Path) -> Iterator[Cluster]:
    """One that begins empty; DATABASE_URL names it from now on."""
    with socket_directory(state) as sockets:
        cluster = Cluster(Postgres(state, sockets))
        os.environ["DATABASE_URL"] = cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
