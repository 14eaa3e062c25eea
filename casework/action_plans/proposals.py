"""A further plan that waits for the District Crown Prosecutor, or was sent back: for the CPS alone to see.

Its items are rows of their own, so that whatever reads the items of plans cannot show them to the police.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from casework.action_plans.models import Asked
from casework.events.models import person
from casework.people.models import User
from casework.people.signing import signed
from casework.private_material import justified_when_private


class PlanProposal(models.Model):
    """What a prosecutor drafted, and what the reviewer said. Approved, it became `plan`."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", "Approved"
        SENT_BACK = "sent_back", "Sent back to the prosecutor"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(
        "casework.ChargingDecision", on_delete=models.PROTECT, related_name="plan_proposals"
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_for = person("The colleague who was away, where somebody drafted it for them")
    proposed_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    comments = models.TextField(blank=True)
    reviewed_by = person("Who reviewed it")
    reviewed_at = models.DateTimeField(null=True)
    plan = models.OneToOneField(
        "casework.ActionPlan", null=True, on_delete=models.PROTECT, related_name="proposal"
    )

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", reviewed_by__isnull=True)
                | ~Q(verdict="") & Q(reviewed_by__isnull=False) & ~Q(reviewed_by=F("proposed_by")),
                name="plan_proposal_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(verdict="approved", plan__isnull=False)
                | ~Q(verdict="approved") & Q(plan__isnull=True),
                name="plan_proposal_issued_when_approved",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="sent_back") | ~Q(comments=""),
                name="plan_proposal_sent_back_with_comments",
            ),
        ]

    def __str__(self) -> str:
        return f"Proposed action plan of {self.proposed_at:%d %B %Y}"

    @property
    def drafter(self) -> User:
        """Whose plan it is. Reads proposed_by and proposed_for."""
        return self.proposed_for or self.proposed_by

    @property
    def drafted_by(self) -> str:
        """Reads proposed_by and proposed_for."""
        return signed(self.proposed_by, self.proposed_for)


class ProposedItem(Asked):
    proposal = models.ForeignKey(PlanProposal, on_delete=models.PROTECT, related_name="items")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposed_item_numbered_once"),
            justified_when_private("asks_for", "proposed_item_necessary_and_proportionate"),
        ]

    def __str__(self) -> str:
        return f"Proposed item {self.number}"
