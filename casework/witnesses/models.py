"""Whether a victim must come to court and give evidence."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class WitnessRequirement(models.Model):
    """What the prosecution decided for one victim. Never changed: the last one holds."""

    victim = models.ForeignKey(
        "casework.Victim", on_delete=models.PROTECT, related_name="witness_requirements"
    )
    required = models.BooleanField(help_text="Whether the victim must give evidence")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["victim__reference", "-pk"]

    def __str__(self) -> str:
        return "Must give evidence" if self.required else "Need not give evidence"
