"""What every way of sending a mail offers to the outbox."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Mail:
    """What is sent: no more than this leaves the house."""

    key: uuid.UUID
    to: str
    subject: str
    body: str


# Each holds a kind, and a code where there is one; never the words of the other end, which may name somebody.
class NotTaken(Exception):
    """The other end did not take this mail: it may be tried again."""


class NotNow(Exception):
    """The other end takes no mail at present, and did not take this one: that says nothing against it."""


class FateUnknown(Exception):
    """The mail may have been taken or not, as far as can be known now."""


class FateForgotten(Exception):
    """What became of the mail can no longer be found out from the other end."""


class Way(Protocol):
    # Whether `find` can say what became of a mail.
    looks_up: bool

    def ready(self) -> bool:
        """Whether the other end takes mails now, so that nobody's tries are used up while it does not.

        Asked before each mail, so it must not cost much.
        """

    def send(self, mail: Mail) -> None:
        """Hand the mail over. Raises NotTaken, NotNow or FateUnknown."""

    def find(self, key: uuid.UUID, *, tried_at: datetime) -> bool:
        """Whether the other end has the mail with this key, last tried at that moment.

        Raises FateUnknown while that cannot be said, and FateForgotten once it never will be.
        """

    def close(self) -> None:
        """Let go of the connection."""
