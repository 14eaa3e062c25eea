from __future__ import annotations

from django.conf import settings
from django.db import models

from casework.bad_character.models import BadCharacterConsideration
from casework.deadlines.counted import Counted
from casework.people.roles import Side
from casework.routes.models import RouteRecord


class BadCharacterCheckpoint(RouteRecord):
    """A moment at which a prosecutor confirms that the decision on bad character still stands."""

    route = "bad_character"

    class Position(models.TextChoices):
        CONFIRM = "confirm", "Confirmation of the bad character decision"
        STANDS = "stands", "Bad character decision stands"
        REOPENED = "reopened", "Bad character considered again"

    class Kind(models.TextChoices):
        EARLY_ADVICE = "early_advice", "Early advice"
        CHARGE = "charge", "Charge"
        PTPH = "ptph", "PTPH"

    OWED = {Position.CONFIRM: Side.CPS}
    ABOUT = ("consideration__suspect",)

    consideration = models.ForeignKey(
        BadCharacterConsideration, on_delete=models.PROTECT, related_name="checkpoints"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    position = models.CharField(max_length=20, choices=Position, default=Position.CONFIRM)
    since = models.DateField(help_text="The day from which its date is counted")
    due_on = models.DateField()
    prosecutor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["consideration__suspect__reference", "opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["consideration", "kind"], name="bad_character_checkpoint_once_of_a_kind"
            )
        ]

    @property
    def about(self) -> str:
        return f"{self.consideration.suspect.reference}, {self.get_kind_display()}"

    @property
    def rule(self) -> str:
        """The rule by which its date is counted."""
        return f"BAD_CHARACTER_CHECKPOINT_{self.kind.upper()}"

    def counted(self, clock: str) -> Counted | None:
        return Counted(self.rule, self.since) if clock == "due_on" else None
