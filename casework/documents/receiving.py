"""From the file that somebody sent to one in the store: scanned, copied, and kept only if its row is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from casework.documents import storage
from casework.documents.errors import FileRefused
from casework.documents.formats.hidden import hidden_in
from casework.documents.scanning import file_scan
from casework.documents.storage import Kept
from casework.errors import RuleBroken


@dataclass(frozen=True)
class Sent:
    """A file whose form is known, not yet kept."""

    content: IO[bytes]
    name: str
    media_type: str


@dataclass(frozen=True)
class Received:
    """A file in the store, with what its version is to say of it."""

    kept: Kept
    name: str
    media_type: str
    scanned: bool
    hidden: tuple[str, ...] = ()


@contextmanager
def file_received(sent: Sent) -> Iterator[Received]:
    """The file, scanned and in the store, while its row is written in a transaction of the block.

    A block that a rule stops leaves no file. Whatever else stops it leaves one, since the row may have been
    written: `documents_tidy` removes it a day later if it was not. Raises FileInfected and NotScanned,
    and FileRefused when the store cannot be written. No transaction may be open before the block.
    """
    scanned = file_scan(sent.content)
    hidden = tuple(hidden_in(sent.content, sent.media_type))
    try:
        kept = storage.keep(sent.content)
    except OSError:
        raise FileRefused("The file could not be kept. Try again in a few minutes") from None
    try:
        yield Received(kept, sent.name, sent.media_type, scanned, hidden)
    except RuleBroken:
        storage.discard(kept.file)
        raise
