"""What is taken and what is not, file by file."""

from __future__ import annotations

import io
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.documents.errors import FileRefused
from casework.documents.formats import FORMATS, format_of
from casework.documents.names import LONGEST, name_cleaned
from tests.documents.files import BAD, GOOD, bomb, crowd, jpeg, pdf, png, word


@pytest.mark.parametrize("what", GOOD)
def test_a_file_of_an_accepted_format_is_taken(what):
    name, content = GOOD[what]
    assert format_of(io.BytesIO(content), name) == FORMATS["." + name.rpartition(".")[2].lower()]


@pytest.mark.parametrize("what", BAD)
def test_any_other_is_refused_in_words(what):
    name, content, words = BAD[what]
    with pytest.raises(FileRefused, match=words):
        format_of(io.BytesIO(content), name_cleaned(name))


def test_every_format_is_in_both_tables():
    for table in (GOOD, BAD):
        ends = {entry[0].lower().rpartition(".")[2] for entry in table.values()}
        assert {end.removeprefix(".") for end in FORMATS} - {"jpeg"} <= ends


@pytest.mark.parametrize("content", [bomb(), crowd(70_000), pdf(body=b"%" + b"a" * 20_000_000 + b"\n")])
def test_memory_stays_flat_whatever_is_in_the_file(content):
    file, name = io.BytesIO(content), "a.pdf" if content.startswith(b"%PDF") else "a.docx"
    tracemalloc.start()
    try:
        with_refusal(file, name)
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_taken_or_refused_and_nothing_else(data):
    name, content = data.draw(st.sampled_from([("a.docx", word()), ("a.jpg", jpeg()), ("a.png", png())]))
    made = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    with_refusal(io.BytesIO(bytes(made[: data.draw(st.integers(0, len(made)))])), name)


def with_refusal(file, name: str) -> None:
    with suppress(FileRefused):
        format_of(file, name)


@pytest.mark.parametrize(
    ("sent", "cleaned"),
    [
        ("MG3.pdf", "MG3.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\MG3 final.pdf", "MG3 final.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("zero\u200bwidth\ufeff.txt", "zerowidth.txt"),
        ("  two   words .txt", "two words .txt"),
        ("Größe £.csv", "Größe £.csv"),
        ("a" * 300 + ".pdf", "a" * (LONGEST - 4) + ".pdf"),
        ("a." + "b" * 300, "." + "b" * (LONGEST - 1)),
        ("", ""),
    ],
)
def test_a_name_is_shown_without_what_cannot_be_seen(sent, cleaned):
    assert name_cleaned(sent) == cleaned
    assert len(cleaned) <= LONGEST
