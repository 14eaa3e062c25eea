"""What becomes of an appeal by a defendant against conviction or sentence, step by step."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from casework.hearings.models import OfDefendant
from casework.pages.dates import govuk_date


class AppealQuerySet(models.QuerySet["Appeal"]):
    def under_way(self) -> AppealQuerySet:
        """The last step of each defendant's appeal, where a court has yet to end it."""
        later = self.model._default_manager.filter(suspect=OuterRef("suspect"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later)).exclude(stage__in=Appeal.AT_REST)


class Appeal(OfDefendant):
    """One step of an appeal as the court told of it. Never changed: the last one says where it stands."""

    class Stage(models.TextChoices):
        ASKED = "asked", "Leave to appeal asked for"
        GRANTED = "granted", "Leave to appeal granted"
        REFUSED = "refused", "Leave to appeal refused"
        LISTED = "listed", "Appeal listed for a hearing"
        BAILED = "bailed", "Bail until the appeal granted or changed"
        DECIDED = "decided", "Appeal decided"
        ABANDONED = "abandoned", "Appeal abandoned"

    class Against(models.TextChoices):
        CONVICTION = "conviction", "Conviction"
        SENTENCE = "sentence", "Sentence"
        BOTH = "both", "Conviction and sentence"

    # After these nothing more comes of it. Refused leave can be asked for again, of the full court.
    OVER = (Stage.DECIDED, Stage.ABANDONED)
    AT_REST = (*OVER, Stage.REFUSED)

    suspect = models.ForeignKey("casework.Suspect", on_delete=models.PROTECT, related_name="appeals")
    stage = models.CharField(max_length=20, choices=Stage)
    against = models.CharField(max_length=20, choices=Against)
    on = models.DateField(help_text="The day on which it happened")
    heard_on = models.DateField(null=True, help_text="The day of the hearing for which it is listed")
    outcome = models.TextField(blank=True, help_text="What the court decided, in its words")

    objects = AppealQuerySet.as_manager()

    class Meta(OfDefendant.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="listed", heard_on__isnull=False)
                | ~Q(stage="listed") & Q(heard_on__isnull=True),
                name="appeal_heard_on_a_day_if_listed",
            ),
            models.CheckConstraint(
                condition=Q(stage="decided") & ~Q(outcome="") | ~Q(stage="decided") & Q(outcome=""),
                name="appeal_decided_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        day = f" on {govuk_date(self.heard_on)}" if self.heard_on else ""
        said = f": {self.outcome}" if self.outcome else ""
        return f"{self.get_stage_display()}{day} ({self.get_against_display().lower()}){said}"

    @property
    def is_over(self) -> bool:
        return self.stage in self.OVER
