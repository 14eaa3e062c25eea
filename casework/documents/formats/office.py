"""Word and Excel documents (ISO/IEC 29500): a ZIP archive that is looked through before anybody opens it.

The directory of the archive is bounded before it is read, and what is unpacked is counted, as the archive
declares it and as it comes: an archive that unpacks to far more than its size is refused on the way.
Nothing is written to disk.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from casework.documents.errors import FileRefused
from casework.documents.formats.reading import (
    ARCHIVE_END,
    ARCHIVE_END_LENGTH,
    LARGE_ARCHIVE,
    LARGE_ARCHIVE_LENGTH,
    PIECE,
    Unlike,
    contains,
    first_bytes,
    last_bytes,
    size_of,
)

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 200 * MEGABYTE
MOST_ENTRIES = 2_000
LARGEST_DIRECTORY = MEGABYTE
TYPES = "[Content_Types].xml"
ARCHIVE_BEGIN = b"PK\x03\x04"
# A compound file: Word and Excel before 2007, what has a password, the macros, and most embedded files.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
ARCHIVES = (
    ARCHIVE_BEGIN,
    ARCHIVE_END,
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
)
OTHER_FILES = (*ARCHIVES, COMPOUND, b"MZ", b"\x7fELF", b"%PDF-")
MACROS = re.compile(rb"macroEnabled|vbaProject|vbaData|macrosheet", re.IGNORECASE)
MACRO_PARTS = re.compile(r"vbaProject|vbaData|macrosheets/", re.IGNORECASE)
# Ways to write a type so that the search above would miss it, which no program that writes documents uses.
DISGUISED = re.compile(rb"&#|<!DOCTYPE|<!ENTITY|\0", re.IGNORECASE)
UNREADABLE = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
HAS_MACROS = "The selected file contains macros. Save it without them and select it again"


def word_check(file: IO[bytes]) -> None:
    _check(file, "word/document.xml")


def spreadsheet_check(file: IO[bytes]) -> None:
    _check(file, "xl/workbook.xml")


def _check(file: IO[bytes], main_part: str) -> None:
    if first_bytes(file, len(COMPOUND)) == COMPOUND:
        _compound_refuse(file)
    _directory_check(file)
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
            _entries_check(entries, main_part)
            _content_check(archive, entries)
    except UNREADABLE:
        raise Unlike from None


def _compound_refuse(file: IO[bytes]) -> None:
    if contains(file, re.compile(re.escape(LOCKED)), len(LOCKED)):
        raise FileRefused("The selected file is password protected")
    raise Unlike


def _directory_check(file: IO[bytes]) -> None:
    """One archive from the first byte to the last, of a directory that is small enough to be read at once."""
    end = last_bytes(file, ARCHIVE_END_LENGTH + LARGE_ARCHIVE_LENGTH)
    found = end[-ARCHIVE_END_LENGTH:]
    if first_bytes(file, 4) != ARCHIVE_BEGIN or len(found) < ARCHIVE_END_LENGTH or found[:4] != ARCHIVE_END:
        raise Unlike
    entries, size, offset, comment = struct.unpack("<10xHIIH", found)
    if end[:4] == LARGE_ARCHIVE or entries > MOST_ENTRIES or size > LARGEST_DIRECTORY:
        _too_much()
    if comment or offset + size != size_of(file) - ARCHIVE_END_LENGTH:
        raise Unlike


def _entries_check(entries: list[ZipInfo], main_part: str) -> None:
    names = [entry.filename for entry in entries]
    if main_part not in names or TYPES not in names or len({*map(str.lower, names)}) < len(names):
        raise Unlike
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("The selected file is password protected")
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        _too_much()
    for entry in entries:
        _name_check(entry)


def _name_check(entry: ZipInfo) -> None:
    # The name as it stands in the archive: the library cuts one at a NUL.
    parts = re.split(r"[/\\]", entry.orig_filename)
    if parts[0] == "" or ".." in parts or ":" in parts[0] or "\0" in entry.orig_filename:
        raise Unlike
    # Others would be unpacked with no bound on memory.
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Unlike
    if MACRO_PARTS.search(entry.filename):
        raise FileRefused(HAS_MACROS)


def _content_check(archive: ZipFile, entries: list[ZipInfo]) -> None:
    unpacked = 0
    for entry in entries:
        with archive.open(entry) as part:
            begin = part.read(PIECE)
            unpacked += len(begin)
            _part_check(entry, begin)
            while piece := part.read(PIECE):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    _too_much()


def _part_check(entry: ZipInfo, begin: bytes) -> None:
    if entry.filename == TYPES:
        _types_check(entry, begin)
    if begin.startswith(OTHER_FILES):
        raise FileRefused(
            "The selected file contains another file. Remove it, and add it as a document of its own"
        )


def _types_check(entry: ZipInfo, types: bytes) -> None:
    if entry.file_size > len(types) or DISGUISED.search(types):
        raise Unlike
    if MACROS.search(types):
        raise FileRefused(HAS_MACROS)


def _too_much() -> None:
    raise FileRefused("The selected file is too large when it is unpacked. Save it with less in it")
