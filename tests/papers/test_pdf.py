"""A paper as a PDF: marked and signed on every page, tagged, and showing what was written as written."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from casework.papers.paper import Paper, bullets, facts, heading, table, text
from casework.papers.pdf import SHOWN, pdf_of

AT = datetime(2026, 7, 1, 14, 30, 12, 345, tzinfo=UTC)


def read(*parts, by: str = "DI Grace Hopper") -> PdfReader:
    paper = Paper("action-plan", "Action plan 2", "20AA0123426", "round 3", parts)
    return PdfReader(BytesIO(pdf_of(paper, printed_by=by, at=AT)))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_every_page_has_the_marking_the_case_the_version_and_who_printed_it_and_when():
    reader = read(text("long words " * 2000))
    assert len(reader.pages) > 1
    for number, page in enumerate(reader.pages, start=1):
        said = " ".join(page.extract_text().split())
        assert said.count("OFFICIAL-SENSITIVE") == 2
        assert "URN 20AA0123426, round 3" in said
        assert "Printed by DI Grace Hopper on 1 July 2026 at 3:30pm" in said
        assert f"Page {number} of {len(reader.pages)}" in said


def test_it_is_tagged_for_a_screen_reader_and_says_so():
    reader = read(heading("Item 1"), table(["Item", "Due"], [["1", "1 July 2026"]]), bullets(["One"]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert tags(root["/StructTreeRoot"]) >= {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI"}


def tags(node) -> set[str]:
    node = node.get_object()
    if isinstance(node, list):
        return set().union(*(tags(each) for each in node))
    if not hasattr(node, "get"):
        return set()
    own = {node["/S"]} if "/S" in node else set()
    return own | (tags(node["/K"]) if "/K" in node else set())


def test_its_properties_name_the_paper_and_no_person():
    about = read().metadata
    assert (about.title, about.author) == ("Action plan 2", "RASSO Casework")
    assert "Hopper" not in str(dict(about))


def test_what_people_wrote_is_never_read_as_markup():
    wrote = '#panic("x") *bold* $x$ = heading @ref <label> \\ // comment'
    assert wrote in words(read(facts(("What", wrote))))


def test_line_ends_are_kept():
    assert "first\nsecond" in read(text("first\nsecond")).pages[0].extract_text()


def test_a_value_that_is_not_there_is_left_out():
    said = words(read(facts(("What", "Footage"), ("Why", ""), ("Due", None))))
    assert "What: Footage" in said
    assert "Why" not in said


def test_characters_without_a_glyph_are_marked_and_explained():
    said = words(read(facts(("What", "Name in 日本"))))
    assert "Name in \ufffd\ufffd" in said
    assert "a character that this paper cannot show" in said
    assert "cannot show" not in words(read(facts(("What", "Zoë Łukasz Ελένη"))))


def test_every_character_that_is_said_to_be_shown_has_a_glyph():
    every = "".join(chr(code) for first, last in SHOWN for code in range(first, last + 1))
    assert len(read(text(" ".join(every))).pages) > 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_whatever_gives_a_paper(wrote):
    parts = (text(wrote), facts(("What", wrote)), bullets([wrote]), table(["A"], [[wrote]]))
    assert "URN 20AA0123426" in words(read(*parts))


@pytest.mark.parametrize("by", ["", "DC عربي"])
def test_any_signature_gives_a_paper(by):
    assert "Printed by" in words(read(by=by))
