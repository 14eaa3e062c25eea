"""PNG and JPEG, by their headers: nothing is decoded, so a small file cannot unpack to a huge picture here.

Whoever opens it later is spared too: a picture of more pixels than a scan of a page needs is refused.
"""

from __future__ import annotations

import os
import struct
from typing import IO

from casework.documents.errors import FileRefused
from casework.documents.formats.reading import Unlike, archive_refuse, first_bytes, last_bytes, size_of

MOST_PIXELS = 100_000_000
PNG_BEGIN = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
PNG_CHUNKS, CHECKSUM = 8, 4  # where its chunks begin, and what ends each
MOST_CHUNKS = 50_000
PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
# Start of frame: the segments that give the height and the width. C4, C8 and CC are of other kinds.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
STANDALONE = frozenset({0x01, *range(0xD0, 0xDA)})
START_OF_SCAN = 0xDA
MOST_SEGMENTS = 2_000


def png_check(file: IO[bytes]) -> None:
    begin = first_bytes(file, 24)
    if len(begin) < 24 or not begin.startswith(PNG_BEGIN) or last_bytes(file, len(PNG_END)) != PNG_END:
        raise Unlike
    _nothing_behind(file)
    archive_refuse(file)
    _size_check(*struct.unpack(">II", begin[16:24]))


def _nothing_behind(file: IO[bytes]) -> None:
    """Raise Unlike for a PNG whose first end is not that of the file: a reader of pictures stops there."""
    size = size_of(file)
    file.seek(PNG_CHUNKS)
    for _ in range(MOST_CHUNKS):
        length, name = struct.unpack(">I4s", _exactly(file, 8))
        end = file.seek(length + CHECKSUM, os.SEEK_CUR)
        if name == b"IEND" and length == 0 and end == size:
            return
        if name == b"IEND":
            break
    raise Unlike


def jpeg_check(file: IO[bytes]) -> None:
    if first_bytes(file, 2) != b"\xff\xd8":
        raise Unlike
    archive_refuse(file)
    file.seek(2)
    for _ in range(MOST_SEGMENTS):
        marker, length = _segment(file)
        if marker in FRAMES:
            height, width = struct.unpack(">xHH", _exactly(file, 5))
            return _size_check(width, height)
        file.seek(length - 2, 1)
    raise Unlike


def _segment(file: IO[bytes]) -> tuple[int, int]:
    """The marker and the length of the segment that begins here. Unlike where pixels or an end begin."""
    lead, marker = _exactly(file, 2)
    while lead == marker == 0xFF:
        (marker,) = _exactly(file, 1)
    if lead != 0xFF or marker in STANDALONE or marker in (0, START_OF_SCAN):
        raise Unlike
    (length,) = struct.unpack(">H", _exactly(file, 2))
    if length < 2:
        raise Unlike
    return marker, length


def _exactly(file: IO[bytes], count: int) -> bytes:
    found = file.read(count)
    if len(found) < count:
        raise Unlike
    return found


def _size_check(width: int, height: int) -> None:
    if not width or not height:
        raise Unlike
    if width * height > MOST_PIXELS:
        raise FileRefused(
            f"The selected picture must have {MOST_PIXELS // 1_000_000} million pixels or fewer"
        )
