"""The ends of all streams in a file that is kept outside the database, by others than those who run it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from casework.audit.verify import Head, heads_now

TITLE = "casework audit heads 1"


class HeadsRefused(Exception):
    """The file is not one of heads, or not whole."""


def heads_export(path: Path, *, at: datetime) -> str:
    """Write the file whole or not at all, for its owner alone; gives back its SHA-256. One query.

    The sum is its last line. Whoever keeps it apart from the file can tell whether the file was changed.
    """
    body = "".join(_lines(at)).encode()
    digest = hashlib.sha256(body).hexdigest()
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(body + f"sha256 {digest}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return digest


def heads_export_daily(directory: Path, *, at: datetime) -> Path:
    """The file of the day; it is written once, and never over one that is there."""
    path = directory / f"audit-heads-{at:%Y-%m-%d}.txt"
    if not path.exists():
        heads_export(path, at=at)
    return path


def heads_read(path: Path) -> list[Head]:
    """The heads of such a file. Raises HeadsRefused for one that is none or was cut off or changed."""
    text = path.read_text("ascii", errors="replace")
    body, mark, digest = text.rpartition("sha256 ")
    if not mark or hashlib.sha256(body.encode()).hexdigest() != digest.strip():
        raise HeadsRefused(f"{path} is not whole: its sum does not agree")
    title, _, *lines = body.splitlines()
    if title != TITLE:
        raise HeadsRefused(f"{path} is not a file of heads")
    return [Head(stream, int(number), hash) for stream, number, hash in map(str.split, lines)]


def _lines(at: datetime) -> Iterator[str]:
    yield f"{TITLE}\n"
    yield f"at {at.isoformat()}\n"
    for head in heads_now().values():
        yield f"{head.stream} {head.number} {head.hash}\n"
