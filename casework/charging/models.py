"""The charging request of a case, and the decision for each suspect."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db import models

from casework.charging.charges.models import ChargeDecision, ThresholdConfirmation
from casework.charging.meetings.models import ChargingMeeting
from casework.pages.dates import govuk_date
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
        THRESHOLD = "threshold", "Review of the Threshold charge"
        DISCONTINUE = "discontinue", "Charged, discontinuance recommended"
        NFA = "nfa", "No further action"
        FINALISED = "finalised", "Administratively finalised"

    class Test(models.TextChoices):
        FULL_CODE = "full_code", "Full Code Test"
        THRESHOLD = "threshold", "Threshold Test"

    class NfaStage(models.TextChoices):
        EVIDENTIAL = "evidential", "Evidential stage"
        PUBLIC_INTEREST = "public_interest", "Public interest stage"

    OWED = {
        Position.REVIEW: Side.CPS,
        Position.PLAN_REVIEW: Side.CPS,
        Position.WAITING: Side.POLICE,
        Position.THRESHOLD: Side.CPS,
    }
    ABOUT = ("suspect",)

    suspect = models.OneToOneField(
        "casework.Suspect", on_delete=models.PROTECT, related_name="charging_decision"
    )
    position = models.CharField(max_length=20, choices=Position, default=Position.REVIEW)
    round_began_at = models.DateTimeField(
        null=True, help_text="When the last material came back; nothing has come back yet in the first round"
    )
    prosecutor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    test_applied = models.CharField(max_length=10, choices=Test, blank=True)
    threshold_review_on = models.DateField(null=True)
    charges_authorised = models.PositiveSmallIntegerField(default=0)
    nfa_stage = models.CharField(max_length=20, choices=NfaStage, blank=True)
    meeting = models.ForeignKey(
        "casework.ChargingMeeting",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The meeting of investigator and prosecutor on which no further action rests",
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    finalised_reason = models.TextField(blank=True)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["suspect__reference"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(position="nfa")
                | models.Q(meeting__isnull=False, charges_authorised=0) & ~models.Q(nfa_stage=""),
                name="charging_nfa_after_a_meeting",
            ),
            models.CheckConstraint(
                condition=~models.Q(position__in=["charged", "threshold", "discontinue"])
                | models.Q(charges_authorised__gte=1),
                name="charging_charge_is_authorised",
            ),
            models.CheckConstraint(
                condition=~models.Q(test_applied="threshold") | models.Q(threshold_review_on__isnull=False),
                name="charging_threshold_is_reviewed",
            ),
            models.CheckConstraint(
                condition=~models.Q(position="finalised")
                | models.Q(finalised_by__isnull=False) & ~models.Q(finalised_reason=""),
                name="charging_finalised_with_a_reason",
            ),
        ]

    @property
    def about(self) -> str:
        return self.suspect.reference

    @property
    def round_began(self) -> datetime:
        """From when this round's material was complete: what is said of it is said later."""
        return self.round_began_at or self.opened_at

    @cached_property
    def considered(self) -> list[ChargeDecision]:
        """What was decided of each offence in this round. One query, or none when they were loaded."""
        return [each for each in self.charge_decisions.all() if each.round == self.round]

    @property
    def meetings_of_round(self) -> list[ChargingMeeting]:
        """Those recorded in this round, disputed ones too. One query, or none when they were loaded."""
        return [each for each in self.meetings.all() if each.round == self.round]

    @property
    def meeting_stands(self) -> str:
        """How the undisputed meetings of this round stand: who recorded each, and whether it is confirmed."""
        stands = {(each.recorded_for, each.answer) for each in self.meetings_of_round}
        return ", ".join(
            sorted(f"{side} {answer}".strip() for side, answer in stands if answer != "disputed")
        )

    @property
    def rests_on_disputed(self) -> str:
        """The warning that no further action rests on a meeting disputed by now. Reads the meeting."""
        if self.meeting is None or self.meeting.answer != ChargingMeeting.Answer.DISPUTED:
            return ""
        return (
            f"{self.suspect}. The meeting of {govuk_date(self.meeting.held_on)}, on which no further action "
            f"rests, is disputed: {self.meeting.answer_reason}"
        )

    @property
    def unanswered_meetings(self) -> bool:
        """Whether a meeting waits for the other side's word. One query, or none when they were loaded."""
        return any(not each.answer for each in self.meetings_of_round)

    @cached_property
    def confirmed(self) -> list[ThresholdConfirmation]:
        """The conditions of the Threshold Test in this round. One query, or none when they were loaded."""
        return [each for each in self.confirmations.all() if each.round == self.round]
