"""What a file says beside what it shows, such as where a picture was taken: named here, and never read out.

It stays in the file, which is evidence. Who adds it, and who looks at it, is told, since it leaves with the
file. Called for files that were checked; what is disguised or compressed beyond that is not found.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from typing import IO
from zipfile import ZipFile

from casework.documents.formats.reading import PIECE, contains

PLACE, CAMERA, AUTHOR = "place", "camera", "author"
COMMENTS, CHANGES = "comments", "changes"
WORDS = {
    PLACE: "where it was taken",
    CAMERA: "the camera or telephone",
    AUTHOR: "who wrote or saved it",
    COMMENTS: "comments",
    CHANGES: "tracked changes",
}
EXIF, XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
# Tags of TIFF 6.0 and Exif 2.3 in the first directory.
TAGS = {0x8825: PLACE, 0x010F: CAMERA, 0x0110: CAMERA, 0x013B: AUTHOR}
MOST_TAGS = 200
START_OF_SCAN, APP1 = 0xDA, 0xE1
PNG_START = 8
PNG_AUTHOR = re.compile(rb"^(Author|Creator)\0", re.IGNORECASE)
XML_AUTHOR = re.compile(rb"<(?:dc:creator|cp:lastModifiedBy)>\s*[^<\s]|<rdf:li[^>]*>\s*[^<\s]")
PDF_AUTHOR = re.compile(rb"/Author\s*(?:\(\s*[^)\s]|<\s*[0-9A-Fa-f])|<dc:creator>")
TRACKED = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)[ >]")
LONGEST = 64
CORE, REMARKS, TEXT = (
    "docProps/core.xml",
    re.compile(r"(word|xl)/(threaded)?comments", re.I),
    "word/document.xml",
)


def hidden_in(file: IO[bytes], media_type: str) -> list[str]:
    """The kinds of hidden data of a file, in the order of WORDS. Memory does not grow with it."""
    for begin, look in LOOKS.items():
        if media_type.startswith(begin):
            found = set(look(file))
            return [kind for kind in WORDS if kind in found]
    return []


def _in_jpeg(file: IO[bytes]) -> Iterator[str]:
    file.seek(2)
    while len(head := file.read(4)) == 4 and head[0] == 0xFF and head[1] != START_OF_SCAN:
        content = file.read(max(int.from_bytes(head[2:]) - 2, 0))
        if head[1] == APP1 and content.startswith(EXIF):
            yield from _in_exif(content.removeprefix(EXIF))
        if head[1] == APP1 and content.startswith(XMP) and XML_AUTHOR.search(content):
            yield AUTHOR


def _in_png(file: IO[bytes]) -> Iterator[str]:
    file.seek(PNG_START)
    while len(head := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", head)
        begin = file.read(min(length, PIECE))
        if kind == b"eXIf":
            yield from _in_exif(begin)
        if kind in (b"tEXt", b"iTXt", b"zTXt") and PNG_AUTHOR.search(begin):
            yield AUTHOR
        file.seek(length - len(begin) + 4, 1)


def _in_exif(content: bytes) -> Iterator[str]:
    """The kinds that the tags of the first directory stand for; none where it cannot be read."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(content[:4])
    if order is None or len(content) < 8:
        return
    (start,) = struct.unpack(f"{order}I", content[4:8])
    count = struct.unpack(f"{order}H", content[start : start + 2])[0] if len(content) >= start + 2 else 0
    for number in range(min(count, MOST_TAGS)):
        place = start + 2 + 12 * number
        tag = content[place : place + 2]
        if len(tag) == 2 and (kind := TAGS.get(struct.unpack(f"{order}H", tag)[0])):
            yield kind


def _in_pdf(file: IO[bytes]) -> Iterator[str]:
    if contains(file, PDF_AUTHOR, LONGEST):
        yield AUTHOR


def _in_office(file: IO[bytes]) -> Iterator[str]:
    with ZipFile(file) as archive:
        for entry in archive.infolist():
            if REMARKS.match(entry.filename):
                yield COMMENTS
            if entry.filename == CORE and XML_AUTHOR.search(archive.open(entry).read(PIECE)):
                yield AUTHOR
            if entry.filename == TEXT and _is_tracked(archive.open(entry)):
                yield CHANGES


def _is_tracked(text: IO[bytes]) -> bool:
    kept = b""
    while piece := text.read(PIECE):
        if TRACKED.search(kept + piece):
            return True
        kept = piece[-LONGEST:]
    return False


LOOKS: dict[str, Callable[[IO[bytes]], Iterator[str]]] = {
    "image/jpeg": _in_jpeg,
    "image/png": _in_png,
    "application/pdf": _in_pdf,
    "application/vnd.openxmlformats": _in_office,
}
