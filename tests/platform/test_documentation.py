"""What the documentation says is there is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from devtools.paths import ROOT

# A place of the tests, or a file of the folder that was named before it; and a test in it where one is named.
NAMED = re.compile(r"(tests/[\w/]+(?:\.py)?|\btest_\w+\.py)(?:::(\w+))?")


def places_named(line: str) -> Iterator[tuple[str, str]]:
    """Each place of the tests that is named, with the name of a test in it or none."""
    folder = ""
    for place, test in NAMED.findall(line):
        if place.startswith("tests/"):
            folder = place.rpartition("/")[0]
            yield place, test
        else:
            yield f"{folder}/{place}", test


def is_there(path: str, test: str) -> bool:
    place = ROOT / path
    return place.is_file() and f"def {test}(" in place.read_text() if test else place.exists()


def test_every_test_that_is_named_is_there():
    documents = [each.read_text() for each in (ROOT / "docs").rglob("*.md")]
    named = [each for text in documents for line in text.splitlines() for each in places_named(line)]
    assert len(named) > 60
    assert [each for each in named if not is_there(*each)] == []


def test_a_test_that_is_gone_would_be_found():
    line = "`tests/platform/test_documentation.py::is_there`, `test_gone.py`; tests/gone, tests/platform/"
    assert [is_there(*each) for each in places_named(line)] == [True, False, False, True]
    assert not is_there("tests/platform/test_documentation.py", "gone")
