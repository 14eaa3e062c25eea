"""The two ports that a person uses, from PORT and INBOX_PORT."""

import os
import socket
import sys
from dataclasses import dataclass
from typing import Self

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    web: int
    inbox: int

    @classmethod
    def from_environment(cls) -> Self:
        """PORT, by default 8000, and INBOX_PORT, by default the next. One that is not free is refused."""
        web = _free("PORT", "8000")
        return cls(web, _free("INBOX_PORT", str(web + 1)))


def _free(name: str, default: str) -> int:
    value = os.environ.get(name) or default
    if not value.isdecimal() or not 0 < int(value) < 65536:
        sys.exit(f"{name} must be a port number between 1 and 65535, not {value}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, int(value)))
        except OSError as error:
            sys.exit(f"Port {value} cannot be used ({error.strerror}). Choose another one: {name}=...")
    return int(value)
