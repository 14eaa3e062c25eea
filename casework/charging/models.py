"""The charging request of a case, and the decision for each suspect."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from casework.people.roles import Side
from casework.routes.models import RouteRecord


class ChargingRequest(RouteRecord):
    """What the gatekeeper passed to the CPS: triaged once a round."""

    route = "charging"

    class Position(models.TextChoices):
        TRIAGE = "triage", "Charging triage"
        ACCEPTED = "accepted", "Charging request accepted"
        REJECTED = "rejected", "Charging request sent back to the police"

    OWED = {Position.TRIAGE: Side.CPS}

    position = models.CharField(max_length=20, choices=Position, default=Position.TRIAGE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case_file", "round"], name="charging_request_once_per_round"),
        ]


class ChargingDecision(RouteRecord):
    """One suspect's decision under the Code for Crown Prosecutors."""

    route = "charging"

    class Position(models.TextChoices):
        REVIEW = "review", "Charging decision"
        PLAN_REVIEW = "plan_review", "Review of a further action plan"
        WAITING = "waiting", "Answers to the action plan"
        CHARGED = "charged", "Charged"
        NFA = "nfa", "No further action"

    class Test(models.TextChoices):
        FULL_CODE = "full_code", "Full Code Test"
        THRESHOLD = "threshold", "Threshold Test"

    class NfaStage(models.TextChoices):
        EVIDENTIAL = "evidential", "Evidential stage"
        PUBLIC_INTEREST = "public_interest", "Public interest stage"

    OWED = {Position.REVIEW: Side.CPS, Position.PLAN_REVIEW: Side.CPS, Position.WAITING: Side.POLICE}
    ABOUT = ("suspect",)

    suspect = models.OneToOneField(
        "casework.Suspect", on_delete=models.PROTECT, related_name="charging_decision"
    )
    position = models.CharField(max_length=20, choices=Position, default=Position.REVIEW)
    prosecutor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    test_applied = models.CharField(max_length=10, choices=Test, blank=True)
    threshold_review_on = models.DateField(null=True)
    charges = models.ManyToManyField("casework.Offence", related_name="decisions", blank=True)
    nfa_stage = models.CharField(max_length=20, choices=NfaStage, blank=True)
    meeting_on = models.DateField(null=True, help_text="Meeting of investigator and prosecutor before NFA")
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["suspect__reference"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(position="nfa") | models.Q(meeting_on__isnull=False),
                name="charging_nfa_after_a_meeting",
            ),
            models.CheckConstraint(
                condition=~models.Q(test_applied="threshold") | models.Q(threshold_review_on__isnull=False),
                name="charging_threshold_is_reviewed",
            ),
        ]

    @property
    def about(self) -> str:
        return self.suspect.reference
