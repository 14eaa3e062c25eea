"""What every way of sending a mail offers to the outbox."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Mail:
    """What is sent: no more than this leaves the house."""

    key: uuid.UUID
    to: str
    subject: str
    body: str


class NotTaken(Exception):
    """The other end did not take the mail: it may be tried again. Holds a kind and a code, no text."""


class FateUnknown(Exception):
    """The mail may have been taken or not. Holds a kind, no text."""


class Way(Protocol):
    # Whether `find` can say what became of a mail.
    looks_up: bool

    def ready(self) -> bool:
        """Whether the other end can be reached now, so that nobody's tries are used up while it cannot."""

    def send(self, mail: Mail) -> None:
        """Hand the mail over. Raises NotTaken or FateUnknown."""

    def find(self, key: uuid.UUID) -> bool:
        """Whether the other end has the mail with this key. Raises OSError while it cannot be asked."""

    def close(self) -> None:
        """Let go of the connection."""
