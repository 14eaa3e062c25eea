"""What happened to a suspect in the investigation: arrest, interview, release, bail and its conditions."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Milestone(models.Model):
    """Append-only. When bail ends is not kept here."""

    class Kind(models.TextChoices):
        ARRESTED = "arrested", "Arrested"
        INTERVIEWED = "interviewed", "Interviewed under caution"
        RELEASED = "released_without_charge", "Released without charge"
        BAILED = "bailed", "Released on bail"
        UNDER_INVESTIGATION = "under_investigation", "Released under investigation"
        CONDITIONS_CHANGED = "conditions_changed", "Bail conditions changed"
        CONDITIONS_CANCELLED = "conditions_cancelled", "Bail conditions cancelled"

    suspect = models.ForeignKey("casework.Suspect", on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=30, choices=Kind)
    on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
