"""Wherever a process stops while a document is added, no row is without its file."""

from __future__ import annotations

from itertools import count

import pytest
from django.utils import timezone

from casework.documents import storage
from casework.documents.models import Document, DocumentVersion
from casework.documents.tidy import AGE, documents_tidy
from tests.cast import Driver, make_cast
from tests.documents.sending import add, files_in
from tests.faults.crash import stops_at

pytestmark = pytest.mark.django_db(transaction=True)


def test_before_each_statement_and_around_each_commit(as_user, store):
    drive = Driver(make_cast())
    case, browser = drive.case(), as_user(drive.cast.investigator)
    for point in count(1):
        stopped = stops_at(point, lambda: add(browser, case))
        files = DocumentVersion.objects.values_list("file", flat=True)
        assert all(storage.path_of(file).exists() for file in files)
        if not stopped:
            break
    assert point > 10
    assert [each.number for each in Document.objects.all()] == list(range(1, len(files) + 1))
    assert len(files) < len(files_in(store))
    documents_tidy(now=timezone.now() + 2 * AGE)
    assert len(files) == len(files_in(store))
