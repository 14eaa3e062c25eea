"""What went wrong inside the service, for administrators to put right."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Incident(models.Model):
    """A failure: where in the code, on which work, how often. Never what the values were."""

    class How(models.TextChoices):
        RETRIED = "retried", "Tried again"
        SKIPPED = "skipped", "Skipped"
        MOVED = "moved", "Moved to another step"
        DISMISSED = "dismissed", "Looked into"

    reference = models.CharField(max_length=8, unique=True, help_text="What the person was shown")
    case_file = models.ForeignKey(
        "casework.CaseFile", null=True, on_delete=models.PROTECT, related_name="incidents"
    )
    task = models.BigIntegerField(null=True, help_text="The engine's task that failed or was being done")
    step = models.CharField(max_length=60, blank=True, help_text="Which work: route and step")
    doing = models.CharField(max_length=60, help_text="What was being done")
    error = models.CharField(max_length=100, help_text="The kind of the error")
    places = models.JSONField(default=list, help_text="File, line and function of each frame")
    happened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    how = models.CharField(max_length=10, choices=How.choices, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-happened_at", "-pk"]
        indexes = [
            models.Index(fields=["happened_at"], name="incident_open", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["task"], name="incident_task"),
        ]

    def __str__(self) -> str:
        return self.reference
