"""Up to which event somebody has seen a case. For their own eyes; the audit of reading is another thing."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CaseLook(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="+")
    seen = models.BigIntegerField(
        help_text="The newest event that the page showed. A case writes its events one after the other"
    )
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "case_file"], name="case_look_once")]

    def __str__(self) -> str:
        return f"event {self.seen}"
