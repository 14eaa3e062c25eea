"""What victims say of how they were treated, kept apart from their case.

Three tables with nothing between them. The invitation knows the case and no code. The ticket knows the
code, by its hash, and no case; it goes when it is used. The answer knows neither. Ticket and answer have
random keys, no moment but a month, and refer to a force and an area alone.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Heard(models.TextChoices):
    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"
    UNSAID = "unsaid", "I would rather not say"


class FeedbackInvitation(models.Model):
    """That a victim was invited at a point of the case, and when. Whether they answered nobody knows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="+")
    victim = models.ForeignKey("casework.Victim", on_delete=models.PROTECT, related_name="+")
    point = models.CharField(max_length=20)
    given_on = models.DateField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["given_on"]
        constraints = [
            models.UniqueConstraint(fields=["victim", "point"], name="feedback_invited_once_a_point")
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class FeedbackTicket(models.Model):
    """A code that is good for one answer, by its hash. Removed when it is used: nothing is left of it."""

    code_hash = models.CharField(primary_key=True, max_length=64)
    force = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    point = models.CharField(max_length=20)
    month = models.DateField(help_text="The first day of the month in which it was given")

    def __str__(self) -> str:
        return "feedback ticket"


class FeedbackAnswer(models.Model):
    """What somebody answered. Holds nothing by which it could be told whose it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    point = models.CharField(max_length=20)
    month = models.DateField(help_text="The first day of the month in which it came")
    kept_informed = models.CharField(max_length=10, choices=Heard)
    respected = models.CharField(max_length=10, choices=Heard)
    understood = models.CharField(max_length=10, choices=Heard)
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["force", "month"], name="feedback_answer_of_force")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="feedback_answer_knows_the_month_alone"
            )
        ]

    def __str__(self) -> str:
        return "feedback answer"
