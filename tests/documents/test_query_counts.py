"""Lists make the same number of queries with one document and with thirty."""

from __future__ import annotations

import pytest
from django.utils import timezone

from casework.documents.models import Document, DocumentVersion
from casework.documents.selectors import current_documents
from tests.audit.costs import WRITTEN_DOWN
from tests.documents.sending import add, add_version, where
from tests.workflows.test_query_counts import queries

pytestmark = pytest.mark.django_db


def multiply(case, versions: int) -> None:
    """Thirty documents in all, each in so many versions. Their files are not looked at."""
    first = DocumentVersion.objects.get()
    for number in range(2, 31):
        document = Document.objects.get(number=1)
        document.pk, document.number = None, number
        document.save(force_insert=True)
        for version in range(1, versions + 1):
            copy = DocumentVersion.objects.get(pk=first.pk)
            copy.pk, copy.document, copy.number = None, document, version
            copy.file = type(first.file)(int=number * 1_000 + version)
            copy.save(force_insert=True)


def test_the_list_and_the_page_of_a_document(officer, case):
    add(officer, case, suspect="S1")
    listed, shown = where(case, "documents"), where(case, "document", number=1)
    one = [queries(officer, listed), queries(officer, shown)]
    for after in (1, 2, 3):
        add_version(officer, case, after=after)
    first = queries(officer, shown)
    assert first == one[1]


def test_the_list_with_one_and_with_thirty(officer, case):
    add(officer, case, suspect="S1")
    one = queries(officer, where(case, "documents"))
    multiply(case, versions=3)
    assert queries(officer, where(case, "documents")) == one <= 13 + WRITTEN_DOWN


def test_the_selectors(officer, case, django_assert_num_queries):
    add(officer, case, suspect="S1")
    for _ in range(2):
        with django_assert_num_queries(3):
            documents = list(current_documents(case))
            assert {(each.latest.number, str(each.suspect)) for each in documents} == {(1, "S1")}
            assert {each.latest.added_by.username for each in documents} == {"investigator"}
        if len(documents) == 1:
            multiply(case, versions=1)
    assert len(documents) == 30
    assert timezone.localdate() >= documents[-1].latest.received_on
