"""The append-only record of what was done. A database trigger refuses change and removal."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from casework.events.words import event_words


class Event(models.Model):
    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    organisation = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    route = models.CharField(
        max_length=30, help_text="The concern that it belongs to, as in the folder names"
    )
    verb = models.CharField(max_length=60)
    subject = models.UUIDField(null=True, help_text="The record that was acted on")
    moved_from = models.CharField(max_length=30, blank=True)
    moved_to = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["case_file", "-at"], name="event_case_latest")]

    def __str__(self) -> str:
        return f"{self.route}.{self.verb}"

    @property
    def words(self) -> str:
        return event_words(self.route, self.verb)
