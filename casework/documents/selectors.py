"""The documents that a case holds now."""

from __future__ import annotations

from casework.casefiles.models import CaseFile
from casework.documents.models import Document, DocumentQuerySet


def current_documents(case: CaseFile) -> DocumentQuerySet:
    """The documents that count, in their order, each with its versions. Lazy; two queries."""
    return documents_of(case).current()


def documents_of(case: CaseFile) -> DocumentQuerySet:
    """Those and the withdrawn ones. Lazy; two queries."""
    return Document.objects.filter(case_file=case).with_versions()


def kinds_received(case: CaseFile) -> set[str]:
    """The codes of the kinds of which the case holds a document that counts. One query."""
    current = Document.objects.filter(case_file=case).current()
    return set(current.order_by().values_list("kind", flat=True))
