"""The worker and beat of the product, as they are deployed, with a broker of the scene's own."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from django.conf import settings

from devtools.sockets import socket_directory
from devtools.valkey import Valkey

CELERY = (sys.executable, "-m", "celery", "--app=config")
WORKER = (*CELERY, "worker", "--concurrency=2", "--loglevel=WARNING")
BEAT = (*CELERY, "beat", "--loglevel=WARNING", "--pidfile=")


class Broker:
    """A server that can be flushed, stopped and started again."""

    def __init__(self, state: Path, sockets: Path):
        self.server = Valkey(state, sockets, durable=False)
        self.address = f"redis+socket://{self.server.socket}"
        self._runs = ExitStack()

    def start(self) -> None:
        self._runs.enter_context(self.server.serve())

    def stop(self) -> None:
        self._runs.close()

    def flush(self) -> None:
        import redis

        with redis.Redis(unix_socket_path=str(self.server.socket)) as client:
            client.flushall()


class Product:
    """Its processes by name, each in a session of its own."""

    def __init__(self, directory: Path, broker: Broker):
        self.directory, self.broker = directory, broker
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        for name in names:
            schedule = (f"--schedule={self.directory / name}",)
            command = WORKER if name == "worker" else (*BEAT, *schedule)
            with (self.directory / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(  # noqa: S603
                    command, env=self._environment(), stdout=log, stderr=log, start_new_session=True
                )

    def kill(self, *names: str) -> None:
        """With every process that it has started."""
        for name in names:
            process = self.processes.pop(name)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def kill_one_that_works(self) -> None:
        """A process of the worker that carries tasks: the worker itself starts another."""
        children = psutil.Process(self.processes["worker"].pid).children()
        if children:
            with suppress(psutil.NoSuchProcess):
                random.choice(children).kill()  # noqa: S311

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "REDIS_URL": self.broker.address,
            "RASSO_TELL_SECONDS": "1",
            # The other rounds of beat are no part of a scene.
            "RASSO_SWEEP_SECONDS": "3600",
            "RASSO_SMTP_HOST": settings.EMAIL_HOST,
            "RASSO_SMTP_PORT": str(settings.EMAIL_PORT),
            "RASSO_SMTP_TLS": "false",
        }


@contextmanager
def product_running(*names: str) -> Iterator[Product]:
    """The worker, and each beat that is named, on a broker of their own."""
    with TemporaryDirectory() as directory, socket_directory(Path(directory)) as sockets:
        broker = Broker(Path(directory), sockets)
        broker.start()
        product = Product(Path(directory), broker)
        product.start("worker", *names)
        try:
            yield product
        finally:
            product.kill(*product.processes)
            broker.stop()
