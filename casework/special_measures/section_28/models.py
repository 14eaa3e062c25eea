"""Pre-recorded cross-examination (Youth Justice and Criminal Evidence Act 1999, section 28)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.deadlines.counted import Counted
from casework.people.roles import Side
from casework.routes.facts import FollowsFacts


class Section28(FollowsFacts):
    """The way of one victim who wants it, from notice to the court to the recording."""

    route = "special_measures"

    class Position(models.TextChoices):
        TELL_COURT = "tell_court", "Notice to the court that section 28 applies"
        SERVE = "serve", "Service of the transcript and of the section 28 application"
        REPLY = "reply", "Record of the defence's reply on section 28"
        GROUND_RULES = "ground_rules", "Record of the ground rules hearing"
        RECORDING = "recording", "Record of the pre-recorded cross-examination"
        RECORDED = "recorded", "Cross-examination recorded"
        ENDED = "ended", "Section 28 not used"

    class Why(models.TextChoices):
        """Why it is not used."""

        REFUSED = "refused", "The court refused it"
        VICTIM = "victim", "The victim chose otherwise"
        NO_TRIAL = "no_trial", "There is no trial at which the victim would give evidence"

    OWED = {
        Position.TELL_COURT: Side.CPS,
        Position.SERVE: Side.CPS,
        Position.REPLY: Side.CPS,
        Position.GROUND_RULES: Side.CPS,
        Position.RECORDING: Side.CPS,
    }
    ABOUT = ("victim",)

    victim = models.ForeignKey("casework.Victim", on_delete=models.PROTECT, related_name="section_28s")
    position = models.CharField(max_length=20, choices=Position, default=Position.TELL_COURT)
    assessment_round = models.PositiveSmallIntegerField(
        help_text="The round of the assessment that it serves"
    )
    tell_by = models.DateField()
    serve_by = models.DateField()
    reply_by = models.DateField(null=True, help_text="From when the application was served")
    ground_rules_by = models.DateField()
    recording_by = models.DateField()
    reckonings = models.JSONField(
        default=dict,
        blank=True,
        help_text="The rule and the day of the trigger of each date that a rule gives",
    )
    why_ended = models.CharField(max_length=10, choices=Why, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["victim__reference", "round"]
        constraints = [
            models.UniqueConstraint(fields=["victim", "round"], name="section_28_once_per_round"),
            models.CheckConstraint(
                condition=~Q(position="ended") | ~Q(why_ended="") & Q(ended_on__isnull=False),
                name="section_28_ends_with_why",
            ),
        ]

    @property
    def about(self) -> str:
        return self.victim.reference

    @property
    def is_over(self) -> bool:
        return self.position in (self.Position.RECORDED, self.Position.ENDED)

    def counted(self, clock: str) -> Counted | None:
        if clock not in self.reckonings:
            return None
        code, since = self.reckonings[clock]
        return Counted(code, date.fromisoformat(since))


class Section28Step(models.Model):
    """One step as it was done: on which day, and who recorded it. Never changed."""

    record = models.ForeignKey(Section28, on_delete=models.PROTECT, related_name="steps")
    position = models.CharField(max_length=20, choices=Section28.Position)
    done_on = models.DateField()
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["record", "position"], name="section_28_step_done_once")
        ]

    def __str__(self) -> str:
        return self.get_position_display()
