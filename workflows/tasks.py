"""The ticks that beat sends. The messages carry nothing: all that they are about is in the database."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from casework.drafts.services import drafts_tidy
from workflows.engine.timers import timers_fire


@shared_task
def fire_timers() -> None:
    """End the holds whose day has come. Repeats and overlaps do no harm."""
    timers_fire(now=timezone.now())


@shared_task
def tidy_drafts() -> None:
    """Delete drafts that are old or whose work is over. Repeats and overlaps do no harm."""
    drafts_tidy(now=timezone.now())
