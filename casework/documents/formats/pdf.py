"""PDF (ISO 32000-1): its header, its end, and whether a password protects it."""

from __future__ import annotations

import re
from typing import IO

from casework.documents.errors import FileRefused
from casework.documents.formats.reading import Unlike, archive_refuse, contains, first_bytes, last_bytes

BLANK = b"\0\t\n\f\r "
# Any letter of a name may be written as "#" and two hexadecimal digits (7.3.5).
_LETTERS = "".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in "Encrypt")
ENCRYPT = re.compile(rb"/" + _LETTERS.encode() + rb"(?=[\0\t\n\f\r <%/\[(])")
ENCRYPT_LENGTH = len("/Encrypt") * 3 + 1


def pdf_check(file: IO[bytes]) -> None:
    if not re.match(rb"%PDF-[12]\.[0-9]", first_bytes(file, 8)):
        raise Unlike
    if not last_bytes(file, 1024).rstrip(BLANK).endswith(b"%%EOF"):
        raise Unlike
    archive_refuse(file)
    if contains(file, ENCRYPT, ENCRYPT_LENGTH):
        raise FileRefused("The selected file is password protected")
