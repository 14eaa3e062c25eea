"""The pulse of what must keep running."""

from __future__ import annotations

from datetime import datetime

from django.db import models

SWEEP = "sweep"


class Heartbeat(models.Model):
    """When something that must keep running last did its round."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


def beat(name: str, *, at: datetime) -> None:
    """Its round is done. One query."""
    pulse = Heartbeat(name=name, at=at)
    Heartbeat.objects.bulk_create(
        [pulse], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )
