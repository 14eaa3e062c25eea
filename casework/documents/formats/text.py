"""Plain text and CSV: no control characters, and nothing that a browser or a word processor would run."""

from __future__ import annotations

import codecs
import re
from typing import IO

from casework.documents.formats.reading import Unlike, first_bytes, pieces

CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f]")
# What begins so is a web page, a picture in XML, a PDF or rich text under another name.
OTHER_FORMATS = ("<", "%PDF-", "{\\rtf")


def text_check(file: IO[bytes]) -> None:
    decoder = _decoder(first_bytes(file, 4))
    try:
        for number, piece in enumerate(pieces(file)):
            _part_check(decoder.decode(piece), begins=number == 0)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise Unlike from None


def _decoder(begin: bytes) -> codecs.IncrementalDecoder:
    """UTF-16 by its mark; else any byte is a character, as in the code pages of the older programs."""
    marked = begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return codecs.getincrementaldecoder("utf-16" if marked else "latin-1")()


def _part_check(text: str, *, begins: bool) -> None:
    # The mark of UTF-8, read as single bytes.
    if begins and text.removeprefix("\xef\xbb\xbf").lstrip("\ufeff\t\n\v\f\r ").startswith(OTHER_FORMATS):
        raise Unlike
    if CONTROL.search(text):
        raise Unlike
