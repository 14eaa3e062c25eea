"""The ticks that beat sends. The messages carry nothing: what is to be done is in the database."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from workflows.engine.timers import timers_fire
from workflows.recount import recounts_finish


@shared_task
def fire_timers() -> None:
    """End the holds whose day has come. Repeats and overlaps do no harm."""
    timers_fire(now=timezone.now())


@shared_task
def recount_dates() -> None:
    """Count open dates anew after a change of the bank holidays. Repeats and overlaps do no harm."""
    recounts_finish(now=timezone.now())
