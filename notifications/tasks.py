"""The tick that beat sends. The message carries nothing: what is due and what is owed is in the database."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver


@shared_task
def tell_what_is_due() -> None:
    """Owe the notices whose moment has come, and send those that wait. Repeats and overlaps do no harm."""
    sweep(now=timezone.now())
    deliver()
