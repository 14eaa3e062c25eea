"""What was found of each offence that was considered for a suspect, stage by stage."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from casework.charging.charges.conditions import threshold_conditions


class Found(models.TextChoices):
    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"


BOTH_MET = Q(evidential=Found.MET, public_interest=Found.MET)


class ChargeDecision(models.Model):
    """One offence, as it was decided in one round of a decision. Never changed.

    The public interest is only reached where the evidential stage is met (Code for Crown
    Prosecutors, section 4), and a charge is authorised where both are.
    """

    decision = models.ForeignKey(
        "casework.ChargingDecision", on_delete=models.PROTECT, related_name="charge_decisions"
    )
    round = models.PositiveSmallIntegerField()
    offence = models.ForeignKey("casework.Offence", on_delete=models.PROTECT, related_name="charge_decisions")
    evidential = models.CharField(max_length=10, choices=Found)
    evidential_reasons = models.TextField()
    public_interest = models.CharField(max_length=10, choices=Found, blank=True)
    public_interest_reasons = models.TextField(blank=True)
    authorised = models.BooleanField()

    class Meta:
        ordering = ["-round", "offence__reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "round", "offence"], name="charge_decided_once_per_round"
            ),
            models.CheckConstraint(
                condition=Q(evidential=Found.MET, public_interest__in=Found.values)
                | Q(evidential=Found.NOT_MET, public_interest="", public_interest_reasons=""),
                name="charge_public_interest_after_evidence",
            ),
            models.CheckConstraint(
                condition=(Q(authorised=True) & BOTH_MET) | (Q(authorised=False) & ~BOTH_MET),
                name="charge_authorised_if_both_are_met",
            ),
            models.CheckConstraint(
                condition=~Q(evidential_reasons="")
                & (Q(public_interest="") | ~Q(public_interest_reasons="")),
                name="charge_decided_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offence}: {self.result}"

    @property
    def result(self) -> str:
        return "Charge authorised" if self.authorised else "Charge not authorised"


class ThresholdConfirmation(models.Model):
    """Why a condition of the Threshold Test was met in a round of a decision. Never changed."""

    decision = models.ForeignKey(
        "casework.ChargingDecision", on_delete=models.PROTECT, related_name="confirmations"
    )
    round = models.PositiveSmallIntegerField()
    condition = models.CharField(max_length=20)
    reasons = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "round", "condition"], name="threshold_condition_once_per_round"
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="threshold_condition_with_reasons"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return threshold_conditions()[self.condition]
