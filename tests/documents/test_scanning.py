"""What a scanner says of a file, and that nothing else than its clearance lets a file in."""

from __future__ import annotations

import io
import time

import pytest
from django.core.checks import run_checks

from casework.documents import scanning
from casework.documents.errors import FileInfected
from casework.documents.scanning import NotScanned, file_scan, scanner_ping
from tests.documents.clamd import address_of_nobody, clamd_on_path, clamd_on_port
from tests.documents.files import EICAR

LARGE = bytes(3_000_000)


def test_without_a_scanner_nobody_looks(settings):
    settings.CLAMD = None
    assert file_scan(io.BytesIO(EICAR)) is False


@pytest.mark.parametrize("content", [b"a", LARGE])
def test_a_clean_file_is_cleared_once_all_of_it_was_sent(settings, content):
    with clamd_on_port() as (clamd, settings.CLAMD):
        assert file_scan(io.BytesIO(content)) is True
    assert clamd.scanned == [content]


def test_a_scanner_is_reached_by_a_local_socket(settings, tmp_path):
    with clamd_on_path(tmp_path / "clamd") as (clamd, settings.CLAMD):
        assert file_scan(io.BytesIO(b"a")) is True
        scanner_ping()
    assert clamd.scanned == [b"a"]


def test_a_virus_is_named(settings):
    with clamd_on_port() as (_, settings.CLAMD), pytest.raises(FileInfected) as found:
        file_scan(io.BytesIO(b"before" + EICAR))
    assert (found.value.signature, found.value.message) == (
        "Eicar-Test-Signature",
        "The selected file contains a virus",
    )


NO_VERDICTS = ("error", "close", "close early", "babble", "endless", "beyond")


@pytest.mark.parametrize(
    ("behaviour", "content"),
    [*((each, b"a") for each in NO_VERDICTS), *((each, LARGE) for each in (*NO_VERDICTS, "limit"))],
)
def test_whatever_is_no_verdict_is_no_clearance(settings, behaviour, content):
    with clamd_on_port(behaviour) as (_, settings.CLAMD), pytest.raises(NotScanned):
        file_scan(io.BytesIO(content))


def test_a_scanner_that_does_not_answer_in_time_gives_no_clearance(settings, monkeypatch):
    monkeypatch.setattr(scanning, "PATIENCE", 0.3)
    began = time.monotonic()
    with clamd_on_port("hang") as (_, settings.CLAMD), pytest.raises(NotScanned):
        file_scan(io.BytesIO(b"a"))
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("address", [address_of_nobody(), "/nowhere/clamd"])
def test_a_scanner_that_is_not_there_gives_no_clearance(settings, address):
    settings.CLAMD = address
    with pytest.raises(NotScanned):
        file_scan(io.BytesIO(b"a"))
    with pytest.raises(OSError, match=r"refused|No such file"):
        scanner_ping()


@pytest.mark.django_db
def test_a_deployment_without_a_scanner_is_warned(settings):
    for address, expected in ((None, ["casework.W002"]), (("clamd", 3310), [])):
        settings.CLAMD = address
        found = run_checks(include_deployment_checks=True)
        assert [each.id for each in found if each.id == "casework.W002"] == expected
