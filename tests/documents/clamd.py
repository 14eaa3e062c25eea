"""A clamd of our own: the real protocol on a real socket, and every way in which one can fail."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.documents.files import EICAR

LIMIT = 200_000


class Clamd:
    """Serves one connection after another until it is stopped. `scanned` are the files that came whole.

    It behaves as `scan` (a real one), or in one of the ways of `_answer`, `_scan` and `_verdict`.
    """

    def __init__(self, listener: socket.socket, behaviour: str = "scan"):
        self.listener, self.behaviour = listener, behaviour
        self.scanned: list[bytes] = []
        self.released = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.released.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, suppress(ConnectionError):
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        command = self._until_nul(connection)
        if command == b"zPING":
            connection.sendall(b"PONG\0")
        elif self.behaviour == "close early":
            return
        elif self.behaviour == "limit":
            self._exactly(connection, LIMIT)
            connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        elif command == b"zINSTREAM":
            self._scan(connection)
        else:
            connection.sendall(b"UNKNOWN COMMAND\0")

    def _scan(self, connection: socket.socket) -> None:
        content = b""
        while length := struct.unpack(">I", self._exactly(connection, 4))[0]:
            content += self._exactly(connection, length)
        self.scanned.append(content)
        if self.behaviour == "hang":
            self.released.wait(30)
        elif self.behaviour == "endless":
            connection.sendall(b"stream: O" * 1_000)
        elif self.behaviour != "close":
            connection.sendall(self._verdict(content))

    def _verdict(self, content: bytes) -> bytes:
        said = {
            "error": b"stream: lstat() failed. ERROR\0",
            "babble": b"stream: OK FOR NOW\0",
            "beyond": b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0",
        }
        clear = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        return said.get(self.behaviour, clear)

    def _until_nul(self, connection: socket.socket) -> bytes:
        found = b""
        while not found.endswith(b"\0"):
            found += self._exactly(connection, 1)
        return found.removesuffix(b"\0")

    def _exactly(self, connection: socket.socket, count: int) -> bytes:
        found = bytearray()
        while len(found) < count:
            more = connection.recv(count - len(found))
            if not more:
                raise ConnectionError
            found += more
        return bytes(found)


@contextmanager
def clamd_on_port(behaviour: str = "scan") -> Iterator[tuple[Clamd, tuple[str, int]]]:
    listener = socket.create_server(("127.0.0.1", 0))
    clamd = Clamd(listener, behaviour)
    yield clamd, listener.getsockname()
    clamd.stop()


@contextmanager
def clamd_on_path(path: Path) -> Iterator[tuple[Clamd, str]]:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    clamd = Clamd(listener)
    yield clamd, str(path)
    clamd.stop()


def address_of_nobody() -> tuple[str, int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()
