"""The documentation says what the code takes."""

from __future__ import annotations

import re

from casework.documents import services
from casework.documents.formats import FORMATS, images, office
from config.settings import BASE_DIR, DOCUMENT_MAX_BYTES

PAGE = (BASE_DIR / "docs" / "documents.md").read_text()
MEGABYTE = 1024 * 1024


def test_every_format_is_in_the_table_and_no_other():
    documented = re.findall(r"^\| `(\.\w+)` \| `([^`]+)` \|$", PAGE, re.MULTILINE)
    assert dict(documented) == {ending: each.media_type for ending, each in FORMATS.items()}


def test_every_limit_is_as_it_is():
    assert dict(re.findall(r"^\| ([a-z][\w ]+[a-zA-Z]) \| (.+) \|$", PAGE, re.MULTILINE)) == {
        "size of a file": f"`RASSO_DOCUMENT_MAX_MB`, {DOCUMENT_MAX_BYTES // MEGABYTE}MB by default",
        "unpacked size of a DOCX or XLSX": f"{office.MOST_UNPACKED // MEGABYTE}MB",
        "entries of a DOCX or XLSX": f"{office.MOST_ENTRIES:,}",
        "pixels of a picture": f"{images.MOST_PIXELS:,}",
        "documents of a case": f"{services.MOST_DOCUMENTS:,}",
        "versions of a document": f"{services.MOST_VERSIONS:,}",
    } | {"ending": "media type, as it is sent on"}
