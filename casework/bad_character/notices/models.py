from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.bad_character.models import BadCharacterConsideration
from casework.bad_character.record_models import BadCharacterDecision
from casework.deadlines.counted import Counted
from casework.hearings.models import Court
from casework.people.roles import Side
from casework.routes.models import RouteRecord


class BadCharacterNotice(RouteRecord):
    """A notice to introduce evidence of a defendant's bad character (Criminal Procedure Rules, Part 21).

    Its time runs from a not guilty plea, by the court in which it was entered (rule 21.4(3)).
    """

    route = "bad_character"

    class Position(models.TextChoices):
        DRAFT = "draft", "Draft of the bad character notice"
        SERVE = "serve", "Service of the bad character notice"
        OBJECTION = "objection", "Answer to the bad character notice"
        APPLICATION = "application", "Application to the court on bad character"
        RULING = "ruling", "Ruling of the court on bad character"
        ADMITTED = "admitted", "Bad character admitted"
        ADMITTED_IN_PART = "admitted_in_part", "Bad character excluded in part"
        EXCLUDED = "excluded", "Bad character excluded"

    class Proof(models.TextChoices):
        CONVICTION = "conviction", "The conviction itself"
        CIRCUMSTANCES = "circumstances", "The circumstances"
        BOTH = "both", "The conviction itself and its circumstances"

    OWED = {
        Position.DRAFT: Side.CPS,
        Position.SERVE: Side.CPS,
        Position.OBJECTION: Side.CPS,
        Position.APPLICATION: Side.CPS,
        Position.RULING: Side.CPS,
    }
    ABOUT = ("consideration__suspect",)
    UNSERVED = (Position.DRAFT, Position.SERVE)
    RULINGS = (Position.ADMITTED, Position.ADMITTED_IN_PART, Position.EXCLUDED)

    consideration = models.ForeignKey(
        BadCharacterConsideration, on_delete=models.PROTECT, related_name="notices"
    )
    decision = models.ForeignKey(BadCharacterDecision, on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveSmallIntegerField()
    position = models.CharField(max_length=20, choices=Position, default=Position.DRAFT)
    prosecutor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    court = models.CharField(max_length=20, choices=Court, help_text="Where not guilty was pleaded")
    plea_on = models.DateField(help_text="When not guilty was pleaded")
    due_on = models.DateField(help_text="The last day on which it is served in time")

    facts = models.TextField(blank=True, help_text="The facts of the misconduct")
    relies_on = models.CharField(max_length=20, choices=Proof, blank=True)
    proof = models.TextField(blank=True, help_text="How the facts are proved if they are disputed")
    relevance = models.TextField(blank=True, help_text="Why the evidence is admissible")
    drafted_at = models.DateTimeField(null=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    served_on = models.DateField(null=True)
    served_whom = models.TextField(blank=True, help_text="On whom, beside the court")
    late_reason = models.TextField(blank=True)
    extension_sought = models.TextField(blank=True)
    objection_by = models.DateField(null=True, help_text="The last day for an objection in time")

    objected_on = models.DateField(null=True, help_text="When the objection was served; empty without one")
    objection = models.TextField(blank=True)
    applied_on = models.DateField(null=True, help_text="When the court was asked to decide")
    application = models.TextField(blank=True)
    ruled_on = models.DateField(null=True)
    ruling_reasons = models.TextField(blank=True)

    class Meta:
        ordering = ["consideration__suspect__reference", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consideration", "number"], name="bad_character_notice_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(served_on__isnull=True)
                | Q(served_on__lte=models.F("due_on"))
                | ~Q(late_reason="") & ~Q(extension_sought=""),
                name="bad_character_notice_late_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(position__in=["admitted", "admitted_in_part", "excluded"])
                | Q(ruled_on__isnull=False) & ~Q(ruling_reasons=""),
                name="bad_character_notice_ruled_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"Notice {self.number}"

    @property
    def about(self) -> str:
        return f"{self.consideration.suspect.reference}, notice {self.number}"

    @property
    def rule(self) -> str:
        """The rule by which its time is counted, for the court in which not guilty was pleaded."""
        return f"BAD_CHARACTER_NOTICE_{self.court.upper()}"

    def counted(self, clock: str) -> Counted | None:
        if clock == "due_on":
            return Counted(self.rule, self.plea_on)
        if clock == "objection_by" and self.served_on:
            return Counted("BAD_CHARACTER_OBJECTION", self.served_on)
        return None

    @property
    def is_late(self) -> bool:
        """Whether it was served after its time."""
        return self.served_on is not None and self.served_on > self.due_on

    @property
    def objected_late(self) -> bool:
        return bool(self.objected_on and self.objection_by and self.objected_on > self.objection_by)
