"""The virus scanner: clamd's INSTREAM, over TCP or a local socket. What it does not clear is not taken.

A reply that is no plain "OK" is no clearance: clamd away, slow, out of memory, or with a limit that the file
is beyond.
"""

from __future__ import annotations

import re
import socket
import struct
from contextlib import suppress
from time import monotonic
from typing import IO, Any

from django.conf import settings

from casework.documents.errors import FileInfected, FileRefused
from casework.documents.formats.reading import pieces

# Seconds, for a whole file from the connection to the verdict, and for whether clamd answers at all.
PATIENCE = 60
PATIENCE_FOR_PING = 2
LONGEST_REPLY = 1024
FOUND = re.compile(rb"stream: (.+) FOUND")
# clamd calls a file found, too, that is beyond its limits, where it is told to (AlertExceedsMax).
BEYOND_LIMITS = b"Heuristics.Limits.Exceeded"


class NotScanned(FileRefused):
    """There is no verdict."""

    def __init__(self) -> None:
        super().__init__("The file could not be checked for viruses. Try again in a few minutes")


def scanner_configured() -> bool:
    return bool(settings.CLAMD)


def file_scan(file: IO[bytes]) -> bool:
    """Whether a scanner cleared the file: False where none is configured, and nobody looked.

    Raises FileInfected, and NotScanned when the scanner gave no verdict. Takes PATIENCE seconds at most.
    Call it outside a transaction.
    """
    if not scanner_configured():
        return False
    try:
        reply = _Conversation(PATIENCE).scan(file)
    except OSError:
        raise NotScanned from None
    _verdict(reply)
    return True


def scanner_ping() -> None:
    """Raise OSError unless the configured scanner answers."""
    if _Conversation(PATIENCE_FOR_PING).ask(b"zPING\0") != b"PONG":
        raise ConnectionError("not a scanner")


def _verdict(reply: bytes) -> None:
    if reply == b"stream: OK":
        return
    found = FOUND.fullmatch(reply)
    if not found or found[1].startswith(BEYOND_LIMITS):
        raise NotScanned
    raise FileInfected(re.sub(r"[^\w.-]", "", found[1].decode("ascii", "replace"))[:100])


class _Conversation:
    """One question and its answer, within so many seconds: TimeoutError, like any OSError, is no answer."""

    def __init__(self, patience: float):
        self.until = monotonic() + patience

    def scan(self, file: IO[bytes]) -> bytes:
        with self._connected() as connection:
            # Beyond its limit clamd says so and hangs up while we still send: what it said is read then.
            with suppress(BrokenPipeError, ConnectionResetError):
                self._send(connection, b"zINSTREAM\0")
                for piece in pieces(file):
                    self._send(connection, struct.pack(">I", len(piece)) + piece)
                self._send(connection, struct.pack(">I", 0))
            return self._reply(connection)

    def ask(self, command: bytes) -> bytes:
        with self._connected() as connection:
            self._send(connection, command)
            return self._reply(connection)

    def _connected(self) -> socket.socket:
        address: Any = settings.CLAMD
        if isinstance(address, tuple):
            return socket.create_connection(address, timeout=self._left())
        local = socket.socket(socket.AF_UNIX)
        try:
            local.settimeout(self._left())
            local.connect(address)
        except OSError:
            local.close()
            raise
        return local

    def _send(self, connection: socket.socket, data: bytes) -> None:
        connection.settimeout(self._left())
        connection.sendall(data)

    def _reply(self, connection: socket.socket) -> bytes:
        """What it says up to the NUL that ends a reply; ConnectionError for one without an end."""
        reply = b""
        while not reply.endswith(b"\0") and len(reply) < LONGEST_REPLY:
            connection.settimeout(self._left())
            more = connection.recv(LONGEST_REPLY)
            if not more:
                raise ConnectionError("no reply")
            reply += more
        return reply.removesuffix(b"\0")

    def _left(self) -> float:
        left = self.until - monotonic()
        if left <= 0:
            raise TimeoutError
        return left
