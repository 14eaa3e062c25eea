from __future__ import annotations

import csv
import io

import pytest

from casework.pages.csv import csv_of, escape


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@sum", "\t=1", "\r=1", "\n=1", "\0=1", "＝1"])
def test_what_a_spreadsheet_would_run_is_shown_as_text(text):
    assert escape(text) == f"'{text}"


@pytest.mark.parametrize("value", ["a=b", "", "Unit 1", -3, 1.5, None])
def test_all_else_stays_as_it_is(value):
    assert escape(value) == value


def test_the_file_opens_with_its_marking_and_reads_back():
    rows = [["=cmd", 'He said "no", twice', 1, 2.5], ["Cwm\nTaf", "é", 0, -1]]
    written = csv_of(["Place", "=Words", "Cases", "Days"], rows)
    assert written.startswith('\ufeff"OFFICIAL-SENSITIVE"\r\n"Place","\'=Words","Cases","Days"\r\n'.encode())
    read = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert read[2:] == [["'=cmd", 'He said "no", twice', "1", "2.5"], ["Cwm\nTaf", "é", "0", "-1"]]
    assert written.endswith(b"\r\n")
