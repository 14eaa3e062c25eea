"""Files that are not taken: nothing of them is kept."""

from __future__ import annotations

import pytest
from django.db import connection

from casework.documents.models import Document, DocumentVersion
from casework.events.models import Event
from tests.documents.clamd import address_of_nobody, clamd_on_port
from tests.documents.files import BAD, EICAR
from tests.documents.sending import add, add_version, errors, files_in, sent, where

pytestmark = pytest.mark.django_db


def test_no_other_is_kept(officer, case, store):
    for name, content, words in BAD.values():
        (error,) = errors(add(officer, case, name=name, content=content))
        assert words in error
    assert (files_in(store), Document.objects.count()) == ([], 0)


def test_an_empty_file_and_no_file_are_refused(officer, case):
    assert errors(add(officer, case, content=b"")) == ["The selected file is empty"]
    form = {key: value for key, value in sent().items() if key != "file"}
    assert errors(officer.post(where(case, "document_add", kind="mg3"), form)) == ["Select a file"]


def test_an_infected_file_is_refused_and_its_event_names_no_file(officer, case, store, settings):
    with clamd_on_port() as (_, settings.CLAMD):
        assert errors(add(officer, case, name="Jane.txt", content=EICAR)) == [
            "The selected file contains a virus"
        ]
    event = Event.objects.get(case_file=case, verb="document_refused")
    assert (event.reason, event.subject) == ("MG3: Eicar-Test-Signature", None)
    assert (files_in(store), Document.objects.count()) == ([], 0)


def test_an_infected_version_is_told_of_its_document(officer, case, settings):
    add(officer, case)
    with clamd_on_port() as (_, settings.CLAMD):
        errors(add_version(officer, case, content=EICAR))
    event = Event.objects.get(case_file=case, verb="document_refused")
    assert (event.reason, event.subject) == ("D1: Eicar-Test-Signature", Document.objects.get().pk)


def test_nothing_is_taken_while_the_scanner_is_away(officer, case, store, settings):
    settings.CLAMD = address_of_nobody()
    (error,) = errors(add(officer, case))
    assert error == "The file could not be checked for viruses. Try again in a few minutes"
    assert (files_in(store), Document.objects.count()) == ([], 0)
    assert not Event.objects.filter(case_file=case, route="documents").exists()


def test_the_pages_say_whether_files_are_scanned(officer, case, settings):
    form, unchecked = where(case, "document_add", kind="mg3"), "Files are not checked for viruses here"
    assert unchecked in officer.get(form).content.decode()
    with clamd_on_port() as (_, settings.CLAMD):
        assert unchecked not in officer.get(form).content.decode()
        add(officer, case)
    assert DocumentVersion.objects.get().scanned is True
    assert "None found" in officer.get(where(case, "document", number=1)).content.decode()


def test_a_store_that_cannot_be_written_is_told_and_nothing_is_added(officer, case, monkeypatch):
    def full(source):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("casework.documents.storage.keep", full)
    assert errors(add(officer, case)) == ["The file could not be kept. Try again in a few minutes"]
    assert Document.objects.count() == 0


def test_a_scan_holds_no_transaction(officer, case, monkeypatch):
    held = []

    def scan(file):
        held.append(len(connection.savepoint_ids))
        return False

    monkeypatch.setattr("casework.documents.receiving.file_scan", scan)
    add(officer, case)
    assert held == [0]
