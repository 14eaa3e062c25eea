"""Two people at one document at once, on two real connections."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError

from casework.documents.models import Document, DocumentVersion, DocumentWithdrawal
from tests.cast import Driver, make_cast
from tests.documents.sending import add, add_version, files_in, where
from tests.workflows.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drive() -> Driver:
    return Driver(make_cast())


@pytest.fixture
def both(drive, as_user):
    return as_user(drive.cast.investigator), as_user(drive.cast.gatekeeper)


def test_two_documents_added_at_once_get_two_numbers(drive, both):
    case = drive.case()
    assert at_once(*(lambda one=one: add(one, case).status_code for one in both)) == [302, 302]
    assert sorted(Document.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize("attempt", range(3))
def test_two_versions_added_at_once_are_one_and_a_word_to_the_other(drive, both, store, attempt):
    case = drive.case()
    add(both[0], case)
    answers = at_once(*(lambda one=one: add_version(one, case).status_code for one in both))
    assert sorted(answers) == [302, 422]
    assert list(DocumentVersion.objects.values_list("number", flat=True)) == [1, 2]
    assert len(files_in(store)) == 2


def test_a_document_is_withdrawn_once(drive, both):
    case = drive.case()
    add(both[0], case)
    address = where(case, "document_withdraw", number=1)
    answers = at_once(*(lambda one=one: one.post(address, {"reason": "a"}).status_code for one in both))
    assert answers.count(302) == 1
    assert DocumentWithdrawal.objects.count() == 1


def test_the_database_itself_refuses_a_number_twice(drive, both):
    case = drive.case()
    add(both[0], case)
    document, version = Document.objects.get(), DocumentVersion.objects.get()
    document.pk, version.pk, version.file = uuid.uuid4(), None, uuid.uuid4()
    for twice in (document, version):
        with pytest.raises(IntegrityError, match="number_once_per"):
            twice.save(force_insert=True)
