"""Versions of documents, received at the moment that a test says."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from casework.documents.models import Document, DocumentVersion

NOW = timezone.now()


def version(document: Document, cast, at) -> DocumentVersion:
    return DocumentVersion.objects.create(
        document=document,
        number=document.versions.count() + 1,
        received_on=at.date(),
        file=uuid4(),
        name="MG3.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        scanned=False,
        added_at=at,
        added_by=cast.investigator,
    )
