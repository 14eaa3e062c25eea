"""Whatever leaves as a table is written by one function, which lets no cell be run as a formula."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("casework", "workflows", "notifications", "config", "devtools")
WRITERS = {"writer", "DictWriter"}
LIBRARIES = {"openpyxl", "xlsxwriter", "xlwt", "tablib", "pandas", "odf"}
WRITES = {
    "casework/pages/csv.py": "the one function",
    "casework/imports/synthetic/writing.py": "invented cases, for the import to read",
}


def writing_in(code: str) -> Iterator[str]:
    """What the code writes a table with: the csv module, under whatever name, or a library for it."""
    modules = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            modules |= {each.asname or each.name for each in node.names if each.name == "csv"}
            yield from (each.name for each in node.names if each.name.split(".")[0] in LIBRARIES)
        if isinstance(node, ast.ImportFrom):
            named = WRITERS & {each.name for each in node.names} if node.module == "csv" else set()
            yield from sorted(named)
            yield from [str(node.module)] if str(node.module).split(".")[0] in LIBRARIES else []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute) and node.attr in WRITERS and isinstance(node.value, ast.Name):
            yield from [node.attr] if node.value.id in modules else []


def files() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def test_nothing_else_writes_a_table():
    assert {name for name, code in files() if list(writing_in(code))} == set(WRITES)


def test_every_answer_that_is_a_table_is_made_by_the_function():
    assert [name for name, code in files() if '"text/csv; ' in code] == ["casework/pages/csv.py"]


@pytest.mark.parametrize(
    "code",
    [
        "import csv\ncsv.writer(f)",
        "import csv as c\nc.DictWriter(f, [])",
        "from csv import writer",
        "import openpyxl",
        "from xlsxwriter.workbook import Workbook",
    ],
)
def test_the_rule_finds_other_ways(code):
    assert list(writing_in(code))


def test_the_rule_lets_a_table_be_read():
    assert list(writing_in("import csv\ncsv.DictReader(f)")) == []
