"""What beat starts in the domain. The messages carry nothing."""

from __future__ import annotations

from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from casework.audit.heads import heads_export_daily
from casework.break_ins.services import attempts_tidy
from casework.documents.tidy import documents_tidy
from casework.drafts.services import drafts_tidy


@shared_task
def tidy_documents() -> None:
    """Remove the files of which no row tells. Repeats and overlaps do no harm."""
    documents_tidy(now=timezone.now())


@shared_task
def tidy_drafts() -> None:
    """Delete what waits no more: old drafts, and attempts to open cases. Repeats and overlaps do no harm."""
    drafts_tidy(now=timezone.now())
    attempts_tidy(now=timezone.now())


@shared_task
def export_audit_heads() -> None:
    """Keep the ends of the audit record outside the database, once a day."""
    heads_export_daily(Path(settings.AUDIT_HEADS_DIR), at=timezone.now())
