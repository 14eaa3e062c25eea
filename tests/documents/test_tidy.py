"""A file without a row is removed after a day, and a row is never without its file."""

from __future__ import annotations

import os
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from casework.documents import storage, tidy
from casework.documents.models import DocumentVersion
from casework.documents.tidy import TooManyStrays, documents_tidy
from casework.tasks import tidy_documents
from tests.documents.files import TEXT
from tests.documents.sending import add, fetched, files_in, where

pytestmark = pytest.mark.django_db


@pytest.fixture
def stray(store) -> Path:
    return storage.path_of(storage.keep(BytesIO(b"stray")).file)


def aged(path: Path, **age: int) -> Path:
    moment = (timezone.now() - timedelta(**age)).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_a_file_that_no_row_names_goes_after_a_day(stray):
    aged(stray, hours=23)
    assert (documents_tidy(now=timezone.now()), stray.exists()) == (0, True)
    aged(stray, hours=25)
    assert (documents_tidy(now=timezone.now()), stray.exists()) == (1, False)


def test_a_file_that_a_row_names_stays_however_old(officer, case, store, stray):
    aged(stray, days=2)
    add(officer, case)
    officer.post(where(case, "document_withdraw", number=1), {"reason": "Of another case"})
    for path in files_in(store):
        aged(path, days=900)
    assert documents_tidy(now=timezone.now()) == 1
    assert fetched(officer, where(case, "document_download", number=1, version=1)) == TEXT


def test_a_copy_that_was_cut_off_goes_too(store):
    storage.store_require()
    unfinished = store / "incoming" / "0f"
    unfinished.write_bytes(b"half")
    assert documents_tidy(now=timezone.now()) == 0
    aged(unfinished, days=2)
    assert (documents_tidy(now=timezone.now()), unfinished.exists()) == (1, False)


def test_so_many_strays_that_the_database_must_be_another_are_left(store, stray, monkeypatch):
    aged(stray, days=2)
    monkeypatch.setattr(tidy, "BATCH", 2)
    others = [storage.path_of(storage.keep(BytesIO(b"a")).file) for _ in range(4)]
    for path in others:
        aged(path, days=2)
    with pytest.raises(TooManyStrays):
        documents_tidy(now=timezone.now(), most=4)
    with pytest.raises(CommandError, match="5 files belong to no document"):
        call_command("documents_tidy", "--most=4")
    assert len(files_in(store)) == 5
    call_command("documents_tidy", "--most=5", stdout=StringIO())
    assert files_in(store) == []


def test_the_task_does_it_and_an_empty_store_is_tidy(stray):
    aged(stray, days=2)
    tidy_documents()
    tidy_documents()
    assert not stray.exists()


def test_a_commit_that_fails_leaves_a_file_for_the_tidy_and_no_row(officer, case, store, monkeypatch):
    def gone(*args: object, **kwargs: object) -> None:
        raise ConnectionError("between the file and the commit")

    monkeypatch.setattr("workflows.pages.documents.work.act_on_case", gone)
    with pytest.raises(ConnectionError):
        add(officer, case)
    (left,) = files_in(store)
    assert DocumentVersion.objects.count() == 0
    aged(left, days=2)
    assert documents_tidy(now=timezone.now()) == 1


def test_a_file_is_whole_or_not_there(store, monkeypatch):
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        storage.keep(BytesIO(TEXT))
    assert files_in(store) == []
