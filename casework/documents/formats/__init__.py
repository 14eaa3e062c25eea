"""The formats that are taken, and whether a file is of the one that its name says.

A short list, on purpose. Recordings are not taken: they stay in the force's store of digital evidence, and a
document of kind "media" or "abe" holds their index or says where they are. Everything here reads a file
in pieces, so memory does not grow with it, and whatever cannot be read is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from casework.documents.errors import FileRefused
from casework.documents.formats.images import jpeg_check, png_check
from casework.documents.formats.office import spreadsheet_check, word_check
from casework.documents.formats.pdf import pdf_check
from casework.documents.formats.reading import Unlike
from casework.documents.formats.text import text_check

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    """`check` raises Unlike for a file that is not of the format, FileRefused for one that is refused."""

    label: str
    media_type: str
    check: Callable[[IO[bytes]], None]


JPEG = Format("JPG", "image/jpeg", jpeg_check)
FORMATS = {
    ".pdf": Format("PDF", "application/pdf", pdf_check),
    ".docx": Format("DOCX", f"{OFFICE}.wordprocessingml.document", word_check),
    ".xlsx": Format("XLSX", f"{OFFICE}.spreadsheetml.sheet", spreadsheet_check),
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".png": Format("PNG", "image/png", png_check),
    ".txt": Format("TXT", "text/plain", text_check),
    ".csv": Format("CSV", "text/csv", text_check),
}
*_FIRST, _LAST = dict.fromkeys(each.label for each in FORMATS.values())
ACCEPTED = f"{', '.join(_FIRST)} or {_LAST}"


def format_of(file: IO[bytes], name: str) -> Format:
    """The format of a file, by its name and by what it holds: both must say the same.

    Raises FileRefused for any other file, and for one with a password, macros or another file in it.
    """
    said = FORMATS.get(extension(name))
    if said is None:
        raise FileRefused(f"The selected file must be a {ACCEPTED}")
    try:
        said.check(file)
    except Unlike:
        raise FileRefused(
            f"The selected file is damaged or is not a {said.label}. "
            f"Save it as a {said.label} and select it again"
        ) from None
    return said


def format_named(media_type: str) -> Format:
    """The format that has this media type. KeyError for one that is not taken."""
    return {each.media_type: each for each in FORMATS.values()}[media_type]


def extension(name: str) -> str:
    """The end of a file's name, in small letters: ".pdf"."""
    return PurePath(name).suffix.lower()
