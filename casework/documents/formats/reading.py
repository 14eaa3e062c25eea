"""Reading a file in pieces."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import IO

PIECE = 256 * 1024
# The end of a ZIP archive: its signature, then 18 bytes, the last two the length of a comment after them.
ARCHIVE_END = b"PK\x05\x06"
ARCHIVE_END_LENGTH = 22
LONGEST_COMMENT = 0xFFFF


class Unlike(Exception):
    """The file is not of the format that its name says."""


def size_of(file: IO[bytes]) -> int:
    return file.seek(0, os.SEEK_END)


def first_bytes(file: IO[bytes], count: int) -> bytes:
    file.seek(0)
    return file.read(count)


def last_bytes(file: IO[bytes], count: int) -> bytes:
    file.seek(max(size_of(file) - count, 0))
    return file.read(count)


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def contains(file: IO[bytes], pattern: re.Pattern[bytes], longest: int) -> bool:
    """Whether the pattern, of which no match is longer than so many bytes, is anywhere in the file."""
    kept = b""
    for piece in pieces(file):
        if pattern.search(kept + piece):
            return True
        kept = piece[-longest:]
    return False


def archive_refuse(file: IO[bytes]) -> None:
    """Raise Unlike if a program for ZIP archives would open the file, whatever it begins with."""
    end = last_bytes(file, ARCHIVE_END_LENGTH + LONGEST_COMMENT)
    for found in re.finditer(re.escape(ARCHIVE_END), end):
        comment = int.from_bytes(end[found.start() + 20 : found.start() + 22], "little")
        if found.start() + ARCHIVE_END_LENGTH + comment == len(end):
            raise Unlike
