"""The victim's right to have a decision against a charge reviewed, and the reviews that were asked for."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from casework.deadlines.counted import Counted
from casework.pages.dates import govuk_day
from casework.people.roles import Side
from casework.routes.models import RouteRecord


class ReviewRight(RouteRecord):
    """What one victim is told of one decision (Victims' Right to Review)."""

    route = "charging"

    class Position(models.TextChoices):
        TELL = "tell", "Letter to the victim on the decision"
        TOLD = "told", "Victim told of the decision and of the right to review"

    class How(models.TextChoices):
        LETTER = "letter", "Letter by post"
        EMAIL = "email", "Letter by email"
        IN_PERSON = "in_person", "Letter handed over in person"

    OWED = {Position.TELL: Side.CPS}
    ABOUT = ("victim", "decision__suspect")
    # The rule that counts each of its dates from the letter.
    RULES = {"ask_by": "VRR_WINDOW", "ask_latest": "VRR_LATEST"}

    decision = models.ForeignKey(
        "casework.ChargingDecision", on_delete=models.PROTECT, related_name="review_rights"
    )
    victim = models.ForeignKey("casework.Victim", on_delete=models.PROTECT, related_name="review_rights")
    position = models.CharField(max_length=20, choices=Position, default=Position.TELL)
    decision_round = models.PositiveSmallIntegerField(help_text="The round in which it was decided")
    told_on = models.DateField(null=True, help_text="The date of the letter")
    told_how = models.CharField(max_length=10, choices=How, blank=True)
    ask_by = models.DateField(null=True, help_text="The last day on which a review is normally asked for")
    ask_latest = models.DateField(null=True, help_text="The last day, but for exceptional reasons")

    class Meta:
        ordering = ["decision__suspect__reference", "victim__reference", "decision_round"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "victim", "decision_round"], name="review_right_once_per_decision"
            ),
            models.CheckConstraint(
                condition=~Q(position="told")
                | Q(told_on__isnull=False, ask_by__isnull=False, ask_latest__isnull=False),
                name="review_right_told_with_its_dates",
            ),
        ]

    @property
    def about(self) -> str:
        return f"{self.victim.reference}, decision on {self.decision.suspect.reference}"

    def counted(self, clock: str) -> Counted | None:
        rule = self.RULES.get(clock)
        return Counted(rule, self.told_on) if rule and self.told_on else None

    def window_words(self, today: date | None = None) -> str:
        """Whether a review can still be asked for on a day. After the last one nothing is owed by anybody.

        One query, unless the review was loaded.
        """
        if self.ask_by is None or self.ask_latest is None:
            return ""
        if hasattr(self, "review"):
            return "A review was asked for"
        day = today or timezone.localdate()
        if day <= self.ask_by:
            return "Open"
        if day <= self.ask_latest:
            return f"The normal days ended on {govuk_day(self.ask_by)}. Open for exceptional reasons only"
        return f"Closed on {govuk_day(self.ask_latest)}. Nothing is owed"

    @property
    def can_be_asked(self) -> bool:
        """Whether a request makes sense: none was made, and the decision stands. Up to two queries."""
        stands = self.decision.position == "nfa" and self.decision.round == self.decision_round
        return stands and not hasattr(self, "review")


class DecisionReview(RouteRecord):
    """A review that a victim asked for, done by a manager who took no part in the decision."""

    route = "charging"

    class Position(models.TextChoices):
        REVIEW = "review", "Review of the decision for the victim"
        UPHELD = "upheld", "Letter to the victim on the decision upheld on review"
        OVERTURNED = "overturned", "Letter to the victim on the decision overturned on review"
        UPHELD_TOLD = "upheld_told", "Decision upheld on review, victim told"
        OVERTURNED_TOLD = "overturned_told", "Decision overturned on review, victim told"

    # Counted from the day on which the victim asked: a local review, and an independent one.
    RULES = ("VRR_REVIEW", "VRR_INDEPENDENT")
    OWED = {Position.REVIEW: Side.CPS, Position.UPHELD: Side.CPS, Position.OVERTURNED: Side.CPS}
    ABOUT = ("right__victim", "right__decision__suspect")

    right = models.OneToOneField(ReviewRight, on_delete=models.PROTECT, related_name="review")
    position = models.CharField(max_length=20, choices=Position, default=Position.REVIEW)
    asked_on = models.DateField()
    late_reason = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    told_on = models.DateField(null=True, help_text="The date of the letter on what came of it")
    told_how = models.CharField(max_length=10, choices=ReviewRight.How, blank=True)

    class Meta:
        ordering = ["opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(position__in=["upheld_told", "overturned_told"]) | Q(told_on__isnull=False),
                name="decision_review_told_with_its_date",
            ),
            models.CheckConstraint(
                condition=Q(position="review")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(reasons=""),
                name="decision_review_ends_with_reasons",
            ),
        ]

    @property
    def about(self) -> str:
        return self.right.about

    def counted(self, clock: str) -> Counted | None:
        return Counted(clock, self.asked_on) if clock in self.RULES else None
