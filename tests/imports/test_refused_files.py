"""Files of which nothing is read."""

from __future__ import annotations

import pytest

from casework.casefiles.models import CaseFile
from casework.imports import services
from tests.imports.conftest import told

REFUSED = [
    ("records.xlsx", b"", "The file: must be a .csv or a .json file"),
    ("records.csv", b"", "The file: lacks these columns: record, urn"),
    ("records.csv", b"record,urn\n", "The file: holds no records"),
    ("records.csv", b"\xff\xfe", "The file: must be in UTF-8"),
    ("records.csv", b"record,urn,shoe_size\n", "The file: has a name that is not known: column 3"),
    ("records.csv", b"Birchmere,urn,,Sam\n", "The file: has a name that is not known: column 1 and 2 more"),
    ("records.csv", b"record,urn,urn\n", "The file: has a column twice"),
    ("records.csv", b'record,urn\ncase,"20', "The file: must be CSV (unexpected end of data)"),
    ("records.json", b"{", "The file: must be JSON"),
    ("records.json", b"[" * 100_000, "The file: must be JSON"),
    ("records.json", b"[]", "The file: must be an object with a list of cases"),
    ("records.json", b'{"cases": []}', 'The file: format must be "rasso-records"'),
    (
        "records.json",
        b'{"cases": [{"urn": "1", "urn": "2"}]}',
        "The file: has an object with the same key twice, again as its key 2",
    ),
    ("records.json", b" " * (services.LARGEST_FILE + 1), "The file: must be 5 MB or less"),
]


@pytest.mark.parametrize(("name", "content", "fault"), REFUSED)
def test_the_file_is_refused_with_a_sentence(importer, name, content, fault):
    assert told(importer.send(content, name)) == [fault]


def test_the_largest_size_is_told_as_it_is(importer, monkeypatch):
    monkeypatch.setattr(services, "LARGEST_FILE", 3 * services.MEGABYTE)
    content = b" " * (services.LARGEST_FILE + 1)
    assert told(importer.send(content, "records.csv")) == ["The file: must be 3 MB or less"]


def test_another_version_is_refused(importer):
    assert told(importer.document(version=2)) == ["The file: version must be 1"]


@pytest.mark.parametrize("version", [True, 1.0, "1"])
def test_what_only_resembles_the_version_is_refused(importer, version):
    assert told(importer.document(version=version)) == ["The file: version must be 1"]


def test_unknown_keys_are_told_by_their_position(importer):
    assert told(importer.document(colour="red")) == ["The file: has a name that is not known: key 4"]


def test_more_records_than_may_be_are_refused(importer):
    case = importer.case(suspects=importer.case()["suspects"] * 5_000)
    assert told(importer.json(case)) == ["The file: must hold 5,000 records or fewer"]
    assert not CaseFile.objects.exists()


CSV_STRAYS = [
    ("witness,20AA0123426,", "Row 2, record: must be one of case, suspect, victim, offence"),
    ("victim,20AA0123426,", "Row 2, urn: belongs to no case row of this file"),
]


@pytest.mark.parametrize(("row", "fault"), CSV_STRAYS)
def test_a_row_that_belongs_nowhere_is_told(importer, row, fault):
    assert told(importer.send(f"record,urn,wording\n{row}\n", "records.csv")) == [fault]


def test_a_cell_where_none_belongs_is_told(importer):
    text = "record,urn,wording\ncase,20AA0123426,Rape\n"
    faults = told(importer.send(text, "records.csv"))
    assert "Row 2, wording: must be empty on a row of this kind (case)" in faults


def test_a_second_row_for_a_case_and_a_row_too_long_are_told(importer):
    text = "record,urn\ncase,20AA0123426\ncase,20AA0123426\nvictim,20AA0123426,more\n"
    faults = told(importer.send(text, "records.csv"))
    assert "Row 3, urn: is there twice: a case has one row of its own" in faults
    assert "Row 4: has more cells than there are columns" in faults
