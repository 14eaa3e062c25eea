"""Reading a file in pieces."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator
from typing import IO

PIECE = 256 * 1024
# The end of a ZIP archive: its signature, then 18 bytes, the last two the length of a comment after them.
ARCHIVE_END = b"PK\x05\x06"
ARCHIVE_END_LENGTH = 22
LONGEST_COMMENT = 0xFFFF
# Twice as far from the end of a file as an archive's end can be: some programs look a little farther.
LOOKED_THROUGH = 2 * (ARCHIVE_END_LENGTH + LONGEST_COMMENT)
# In it, from its twelfth byte: the length of the directory, where it begins, and the length of the comment.
ARCHIVE_END_TAIL = struct.Struct("<IIH")
# What the directory of an archive begins with.
DIRECTORY = b"PK\x01\x02"
# Archives of more than 65,535 entries or 4GB have a second end, found by this mark before the first.
LARGE_ARCHIVE = b"PK\x06\x07"
LARGE_ARCHIVE_LENGTH = 20


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
    """Raise Unlike if a program for ZIP archives would open the file, whatever it begins and ends with.

    Such programs look for the end of an archive backwards from that of the file, and most do not mind what
    comes after it. An end that leads to no directory opens nothing, and may stand in a picture by chance.
    """
    end = last_bytes(file, LOOKED_THROUGH)
    before = size_of(file) - len(end)
    for found in re.finditer(re.escape(ARCHIVE_END), end):
        if _is_archive_end(file, before + found.start(), len(end) + before):
            raise Unlike


def _is_archive_end(file: IO[bytes], at: int, size: int) -> bool:
    """Whether an archive ends there: its comment ends the file, or what it says is its directory is one."""
    record = _at(file, at, ARCHIVE_END_LENGTH)
    if len(record) < ARCHIVE_END_LENGTH:
        return False
    directory, offset, comment = ARCHIVE_END_TAIL.unpack(record[12:])
    return (
        at + ARCHIVE_END_LENGTH + comment == size
        or _at(file, at - directory, 4) == DIRECTORY
        or _at(file, offset, 4) == DIRECTORY
        or _at(file, at - LARGE_ARCHIVE_LENGTH, 4) == LARGE_ARCHIVE
    )


def _at(file: IO[bytes], at: int, count: int) -> bytes:
    if at < 0:
        return b""
    file.seek(at)
    return file.read(count)
