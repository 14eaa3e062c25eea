"""What a file says beside what it shows is named to who adds it, and stays in the file."""

from __future__ import annotations

import io
import struct

import pytest

from casework.documents.formats import FORMATS, extension
from casework.documents.formats.hidden import WORDS, hidden_in
from casework.documents.models import DocumentVersion
from tests.documents.files import GOOD, chunk, jpeg, pdf, png, spreadsheet, word
from tests.documents.sending import add, fetched, where

PLACE, CAMERA, AUTHOR = 0x8825, 0x010F, 0x013B


def exif(*tags: int, order: str = "<") -> bytes:
    begin = {"<": b"II*\0", ">": b"MM\0*"}[order]
    entries = b"".join(struct.pack(f"{order}HHII", tag, 4, 1, 0) for tag in tags)
    return begin + struct.pack(f"{order}IH", 8, len(tags)) + entries + bytes(4)


def with_exif(*tags: int, order: str = "<") -> bytes:
    content = b"Exif\0\0" + exif(*tags, order=order)
    return jpeg(before=b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content)


def with_chunk(name: bytes, content: bytes) -> bytes:
    begin, end = png()[:33], png()[33:]
    return begin + chunk(name, content) + end


def core(text: str) -> dict[str, bytes]:
    return {"docProps/core.xml": f"<cp:coreProperties>{text}</cp:coreProperties>".encode()}


FOUND = {
    "a picture with its place": ("a.jpg", with_exif(PLACE), ["place"]),
    "a picture with all": ("a.jpeg", with_exif(AUTHOR, CAMERA, PLACE), ["place", "camera", "author"]),
    "a picture in the other order": ("a.jpg", with_exif(PLACE, order=">"), ["place"]),
    "a picture with tags that say nothing of it": ("a.jpg", with_exif(0x0112), []),
    "a png with its place": ("a.png", with_chunk(b"eXIf", exif(PLACE)), ["place"]),
    "a png with its author": ("a.png", with_chunk(b"tEXt", b"Author\0Jane"), ["author"]),
    "a png with a title": ("a.png", with_chunk(b"tEXt", b"Title\0Author"), []),
    "a pdf with its author": ("a.pdf", pdf(b"/Author (Jane) "), ["author"]),
    "a pdf with an author of no name": ("a.pdf", pdf(b"/Author () "), []),
    "a letter with its author": ("a.docx", word(core("<dc:creator>Jane</dc:creator>")), ["author"]),
    "a letter with no author": ("a.docx", word(core("<dc:creator></dc:creator>")), []),
    "a letter with comments": ("a.docx", word({"word/comments.xml": b"<w/>"}), ["comments"]),
    "a table with comments": ("a.xlsx", spreadsheet({"xl/comments1.xml": b"<x/>"}), ["comments"]),
    "a letter with changes": ("a.docx", word({"word/document.xml": b'<w:ins w:id="1">'}), ["changes"]),
}
BROKEN = [exif(PLACE)[:9], b"II*\0", b"II*\0" + struct.pack("<I", 9_999), exif()[:8] + b"\xff\xff"]


@pytest.mark.parametrize("name", FOUND)
def test_the_kinds_are_found(name):
    file, content, kinds = FOUND[name]
    said = FORMATS[extension(file)]
    if "document.xml" not in str(content):
        said.check(io.BytesIO(content))
    assert hidden_in(io.BytesIO(content), said.media_type) == kinds


@pytest.mark.parametrize("content", BROKEN)
def test_what_cannot_be_read_says_nothing(content):
    assert hidden_in(io.BytesIO(with_chunk(b"eXIf", content)), "image/png") == []


def test_no_file_that_is_taken_is_refused_for_it():
    for file, content in GOOD.values():
        assert set(hidden_in(io.BytesIO(content), FORMATS[extension(file)].media_type)) <= set(WORDS)


@pytest.mark.django_db
def test_its_page_names_the_kinds_and_the_file_stays_as_it_was(officer, case):
    add(officer, case, name="a.jpg", content=with_exif(PLACE))
    add(officer, case, name="b.jpg", content=jpeg())
    assert [each.hidden for each in DocumentVersion.objects.order_by("pk")] == [["place"], []]
    assert (
        "Where it was taken. It leaves with the file" in officer.get(where(case, "document", number=1)).text
    )
    assert "None found" in officer.get(where(case, "document", number=2)).text
    assert fetched(officer, where(case, "document_download", number=1, version=1)) == with_exif(PLACE)
