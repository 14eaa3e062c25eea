"""Letters to victims: drafted, checked by somebody else, printed, and sent by a person."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.charging.models import ChargingDecision
from casework.pages.dates import local_date
from casework.people.roles import Side
from casework.people.signing import signed
from casework.review_rights.models import DecisionReview, ReviewRight
from casework.routes.models import RouteRecord


class Letter(RouteRecord):
    """A letter to one victim about one decision. What it says is in its versions."""

    route = "letters"

    class Position(models.TextChoices):
        DRAFT = "draft", "Draft of a letter to the victim"
        CHECK = "check", "Check of a letter to the victim"
        SEND = "send", "Sending of a letter to the victim"
        SENT = "sent", "Letter to the victim sent"

    class Kind(models.TextChoices):
        CHARGE = "charge", "Charge"
        NFA = "no_further_action", "No further action"
        REVIEW = "review", "Review outcome"

    OWED = {Position.DRAFT: Side.CPS, Position.CHECK: Side.CPS, Position.SEND: Side.CPS}
    ABOUT = ("victim", "decision__suspect")

    number = models.PositiveSmallIntegerField(help_text="Which of the letters of its case")
    kind = models.CharField(max_length=20, choices=Kind)
    position = models.CharField(max_length=10, choices=Position, default=Position.DRAFT)
    victim = models.ForeignKey("casework.Victim", on_delete=models.PROTECT, related_name="letters")
    decision = models.ForeignKey(ChargingDecision, on_delete=models.PROTECT, related_name="letters")
    decision_round = models.PositiveSmallIntegerField(help_text="The round in which it was decided")
    review = models.ForeignKey(DecisionReview, null=True, on_delete=models.PROTECT, related_name="letters")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    return_reason = models.TextField(blank=True, help_text="Why it is to be drafted again")
    sent_on = models.DateField(null=True)
    sent_how = models.CharField(max_length=10, choices=ReviewRight.How, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case_file", "number"], name="letter_numbered_once"),
            models.CheckConstraint(
                condition=(Q(kind="review") & Q(review__isnull=False))
                | (~Q(kind="review") & Q(review__isnull=True)),
                name="letter_on_a_review_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(position="sent") | (Q(sent_on__isnull=False) & ~Q(sent_how="")),
                name="letter_sent_says_when_and_how",
            ),
        ]

    @property
    def about(self) -> str:
        told = self.get_kind_display().lower()
        return f"{self.victim.reference}, {told}, {self.decision.suspect.reference}"

    @property
    def current(self) -> LetterVersion | None:
        """The latest version; None before the first. One query, or none when they were loaded."""
        return max(self.versions.all(), key=lambda each: each.number, default=None)


class LetterVersion(models.Model):
    """A letter as it was drafted. A database trigger refuses change and removal.

    `parts` are [title, words], in order, with every date in it; `addressed_to` is the name of the
    victim, which is nowhere else in it.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    template = models.CharField(max_length=30)
    template_version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    dated_on = models.DateField(help_text="The date of the letter, from which its days count")
    addressed_to = models.CharField(max_length=201)
    parts = models.JSONField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The colleague who was away",
    )
    drafted_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="letter_version_once")]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def done_by(self) -> str:
        """Who drafted it. Reads drafted_by and drafted_for."""
        return signed(self.drafted_by, self.drafted_for)

    @property
    def is_checked(self) -> bool:
        """Costs a query, unless the check was loaded."""
        return hasattr(self, "check_made")

    def words_of(self, key: str) -> str:
        """What a part says, by its key; nothing where there is no such part."""
        return next((part["words"] for part in self.parts if part["key"] == key), "")


class LetterCheck(models.Model):
    """That somebody else than its drafter found a version right. Never changed."""

    version = models.OneToOneField(LetterVersion, on_delete=models.PROTECT, related_name="check_made")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"check of version {self.version_id}"

    @property
    def done_by(self) -> str:
        """Reads checked_by and checked_for."""
        return signed(self.checked_by, self.checked_for)

    @property
    def checked_on(self) -> date:
        return local_date(self.checked_at)
