"""What beat starts in the domain. The messages carry nothing."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from casework.documents.tidy import documents_tidy
from casework.drafts.services import drafts_tidy


@shared_task
def tidy_documents() -> None:
    """Remove the files of which no row tells. Repeats and overlaps do no harm."""
    documents_tidy(now=timezone.now())


@shared_task
def tidy_drafts() -> None:
    """Delete drafts that are old or whose work is over. Repeats and overlaps do no harm."""
    drafts_tidy(now=timezone.now())
