"""Where files lie: under one directory, by random names. Nothing that a person typed reaches the disk."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings

from casework.documents.formats.reading import pieces

logger = logging.getLogger(__name__)
INCOMING = "incoming"


@dataclass(frozen=True)
class Kept:
    """A file in the store: its name there, its length in bytes and its digest in hexadecimal digits."""

    file: uuid.UUID
    size: int
    sha256: str


def scratch() -> IO[bytes]:
    """A file without a name, beside the store, for what is being received. It is gone when it is closed."""
    return tempfile.TemporaryFile(dir=_directory(INCOMING))


def keep(source: IO[bytes]) -> Kept:
    """Copy a file into the store. It is there whole, and on the disk, or OSError is raised and it is not."""
    file, digest = uuid.uuid4(), hashlib.sha256()
    unfinished = _directory(INCOMING) / file.hex
    try:
        with open(unfinished, "xb", opener=_private) as target:
            for piece in pieces(source):
                digest.update(piece)
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
            size = target.tell()
        _directory(file.hex[:2])
        unfinished.rename(path_of(file))
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    _entry_written(path_of(file).parent)
    return Kept(file, size, digest.hexdigest())


def discard(file: uuid.UUID) -> None:
    """Remove a file of which no row tells. One that is not there is no error."""
    path_of(file).unlink(missing_ok=True)


def discard_each(files: Iterable[uuid.UUID]) -> int:
    """Remove the files of an erased case; how many went. One that cannot be removed keeps no other."""
    gone = 0
    for file in files:
        try:
            discard(file)
            gone += 1
        except OSError as error:
            logger.error("a file of an erased case stays in the store: %s", type(error).__name__)
    return gone


def path_of(file: uuid.UUID) -> Path:
    return _root() / file.hex[:2] / file.hex


def files_older_than(moment: datetime) -> Iterator[uuid.UUID]:
    """The files that were put into the store before the moment."""
    for path in _root().glob("[0-9a-f][0-9a-f]/*"):
        if _is_older(path, moment):
            yield uuid.UUID(path.name)


def unfinished_discard(before: datetime) -> int:
    """Remove what a process left behind when it was killed while it copied; how many that were."""
    left = [path for path in (_root() / INCOMING).glob("*") if _is_older(path, before)]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def store_require() -> None:
    """Raise OSError unless files can be written."""
    scratch().close()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def _is_older(path: Path, moment: datetime) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < moment.timestamp()
    return False


def _root() -> Path:
    return Path(settings.DOCUMENTS_DIR)


def _directory(name: str) -> Path:
    root, path = _root(), _root() / name
    for directory in (root, path):
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _entry_written(directory: Path) -> None:
    """A name is on the disk only when its directory is."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
