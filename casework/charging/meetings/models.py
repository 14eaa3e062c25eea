"""The meetings of investigator and prosecutor on a decision; without one nobody decides against a charge."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from casework.people.roles import Side


def attended(help_text: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", help_text=help_text
    )


class ChargingMeeting(models.Model):
    """One meeting, recorded by either side; the other side may confirm or dispute it, once.

    CPS response to the joint inspection, phase one: the two meet, in person or by video, before a
    decision of no further action.
    """

    class How(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        VIRTUAL = "virtual", "By video or telephone"

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        DISPUTED = "disputed", "Disputed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(
        "casework.ChargingDecision", on_delete=models.PROTECT, related_name="meetings"
    )
    round = models.PositiveSmallIntegerField(help_text="The round of the decision in which it was recorded")
    held_on = models.DateField()
    how = models.CharField(
        max_length=10, choices=How, blank=True, help_text="Unknown of the oldest, of which the day was kept"
    )
    investigator = attended("Who attended for the police")
    prosecutor = attended("Who attended for the CPS")
    discussed = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_for = models.CharField(max_length=10, choices=Side, help_text="The side that recorded it")
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answer_reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-held_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="charging_meeting_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(answer="disputed") | ~Q(answer_reason=""), name="charging_meeting_disputed_why"
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=F("recorded_by")), name="charging_meeting_answered_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(investigator=F("prosecutor")), name="charging_meeting_of_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"Meeting {self.pk}"
