"""What somebody typed into a form and has not sent: theirs alone, and kept for a limited time."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class FormPlace(models.Model):
    """Whose it is, and which form it is of: see `Place`. By record and kind of work rather than by task,
    so that work that comes round again finds it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(help_text="The record that the form is about")
    kind = models.CharField(max_length=60, help_text="Which work it is: route and step")
    outcome = models.CharField(max_length=40, help_text="Which of the forms of the step")
    typed = models.JSONField(help_text="The values of each field, as a browser sends them")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"


class Draft(FormPlace):
    case_file = models.ForeignKey(
        "casework.CaseFile",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="So that all that is kept about a case can be found",
    )
    round = models.PositiveSmallIntegerField(help_text="Of the record, when it was saved")
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "subject", "kind", "outcome"], name="draft_once")
        ]


class UnsentForm(FormPlace):
    """What was sent after the session had ended: waits until its person has signed in again.

    The browser's new session holds its key. A row and not the session itself, which is copied into the cache.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept_at = models.DateTimeField(db_index=True)
