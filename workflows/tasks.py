"""The tick that beat sends. The message carries nothing: what is on hold is in the database."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from workflows.engine.timers import timers_fire


@shared_task
def fire_timers() -> None:
    """End the holds whose day has come. Repeats and overlaps do no harm."""
    timers_fire(now=timezone.now())
