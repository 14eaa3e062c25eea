"""Why the police ended a case themselves: an outcome for each suspect, or for a case without one."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.police_outcomes.codes import OutcomeCode, outcome_codes


class PoliceOutcome(models.Model):
    """An outcome as it was recorded. It stays when the case is reopened, with when that was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "casework.FileSubmission", on_delete=models.PROTECT, related_name="police_outcomes"
    )
    suspect = models.ForeignKey(
        "casework.Suspect",
        null=True,
        on_delete=models.PROTECT,
        related_name="police_outcomes",
        help_text="Nobody, where no suspect was identified",
    )
    code = models.CharField(max_length=4)
    reasons = models.TextField()
    victim_view = models.TextField(
        blank=True, help_text="What the victim said, where the outcome rests on it"
    )
    victim_told_on = models.DateField(null=True)
    victim_not_told_reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["recorded_at", "suspect__reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "suspect"],
                condition=Q(reopened_at__isnull=True),
                nulls_distinct=False,
                name="police_outcome_once_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="police_outcome_with_reasons"),
            models.CheckConstraint(
                condition=Q(victim_told_on__isnull=False, victim_not_told_reason="")
                | (Q(victim_told_on__isnull=True) & ~Q(victim_not_told_reason="")),
                name="police_outcome_victim_told_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return str(self.outcome)

    @property
    def outcome(self) -> OutcomeCode:
        return outcome_codes()[self.code]
