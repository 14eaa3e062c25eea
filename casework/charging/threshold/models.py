"""The reviews of a charge under the Threshold Test, one after another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class ThresholdReview(models.Model):
    """What a prosecutor found when the Threshold Test was reviewed. Never changed."""

    class Result(models.TextChoices):
        FULL_CODE_MET = "full_code_met", "Full Code Test met"
        WAIT = "wait", "Full Code Test not met yet"
        DISCONTINUE = "discontinue", "Discontinuance recommended"

    decision = models.ForeignKey(
        "casework.ChargingDecision", on_delete=models.PROTECT, related_name="threshold_reviews"
    )
    result = models.CharField(max_length=20, choices=Result)
    reasons = models.TextField()
    next_review_on = models.DateField(null=True)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["reviewed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="wait", next_review_on__isnull=False)
                | (~Q(result="wait") & Q(next_review_on__isnull=True)),
                name="threshold_review_sets_the_next",
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="threshold_reviewed_with_reasons"),
        ]

    def __str__(self) -> str:
        return self.get_result_display()
