"""Special measures for a victim who gives evidence (Youth Justice and Criminal Evidence Act 1999, Part II).

The police assess what is wanted before charge; the CPS applies to the court after a plea of not guilty, or
before.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.deadlines.counted import Counted
from casework.people.roles import Side
from casework.routes.facts import FollowsFacts
from casework.routes.models import RouteRecord
from casework.special_measures.measures import SECTION_28, in_order, measures, measures_named


class SpecialMeasures(RouteRecord):
    """What one victim needs and wants. The complainant of a sexual offence is eligible unless she or he
    declines (section 17(4))."""

    route = "special_measures"

    class Position(models.TextChoices):
        ASSESS = "assess", "Assessment for special measures"
        WANTED = "wanted", "Special measures wanted"
        DECLINED = "declined", "Special measures declined by the victim"

    OWED = {Position.ASSESS: Side.POLICE}
    ABOUT = ("victim",)

    victim = models.OneToOneField(
        "casework.Victim", on_delete=models.PROTECT, related_name="special_measures"
    )
    position = models.CharField(max_length=20, choices=Position, default=Position.ASSESS)
    measures = models.JSONField(default=list, blank=True, help_text="The keys of what is wanted")
    asked_by = models.CharField(max_length=100, blank=True, help_text="Who asked the victim")
    asked_on = models.DateField(null=True)
    needs = models.TextField(blank=True, help_text="What makes it needed, in the victim's own words if any")
    vulnerability = models.TextField(
        blank=True, help_text="Why the victim is eligible by section 16 as well, if so"
    )
    decline_reason = models.TextField(blank=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["victim__reference"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(position__in=["wanted", "declined"])
                | Q(asked_on__isnull=False, assessed_by__isnull=False) & ~Q(asked_by=""),
                name="special_measures_says_who_asked_when",
            ),
            models.CheckConstraint(
                condition=~Q(position="declined") | ~Q(decline_reason=""),
                name="special_measures_declined_with_reason",
            ),
        ]

    @property
    def about(self) -> str:
        return self.victim.reference

    @property
    def measures_named(self) -> list[str]:
        return measures_named(self.measures)

    @property
    def can_be_applied_for(self) -> bool:
        """Whether a prosecutor may apply before a plea: somebody is charged, and something is wanted that is
        neither applied for nor waits to be. Two queries, unless loaded."""
        made = self.victim.special_measures_applications.all()
        waits = any(each.waits for each in made)
        charged = any(each.charged_on for each in self.case_file.suspects.all())
        return charged and not waits and bool(self.outstanding)

    @property
    def outstanding(self) -> list[str]:
        """The keys of what the victim wants and none of their applications holds, in the order of the Act.

        What was found not to need one stays so until the victim is asked again. One query, unless loaded.
        """
        made = self.victim.special_measures_applications.all()
        return in_order(set(self.measures) - {key for each in made for key in each.held_in(self.round)})

    @property
    def wants_section_28(self) -> bool:
        return self.position == self.Position.WANTED and SECTION_28 in self.measures


class SpecialMeasuresApplication(FollowsFacts):
    """One application to the court for a victim, to its ruling on each measure."""

    route = "special_measures"

    class Position(models.TextChoices):
        APPLY = "apply", "Application for special measures"
        RESPONSE = "response", "Record of the response to the application for special measures"
        RULING = "ruling", "Record of the ruling on special measures"
        RULED = "ruled", "Special measures ruled on by the court"
        NOT_NEEDED = "not_needed", "No application for special measures needed"

    class Response(models.TextChoices):
        AGREED = "agreed", "Not opposed"
        OPPOSED = "opposed", "Opposed"
        NONE = "none", "No response received"

    OWED = {Position.APPLY: Side.CPS, Position.RESPONSE: Side.CPS, Position.RULING: Side.CPS}
    ABOUT = ("victim",)

    victim = models.ForeignKey(
        "casework.Victim", on_delete=models.PROTECT, related_name="special_measures_applications"
    )
    position = models.CharField(max_length=20, choices=Position, default=Position.APPLY)
    rule = models.CharField(
        max_length=40, blank=True, help_text="The rule that counts the date, by the court of the plea"
    )
    plea_on = models.DateField(null=True, help_text="The day of the plea of not guilty that it follows")
    due_on = models.DateField(null=True, help_text="Empty for one that was made before a plea")
    assessment_round = models.PositiveSmallIntegerField(
        help_text="The round of the assessment that it serves"
    )
    measures = models.JSONField(
        default=list, blank=True, help_text="The keys of what is applied for, from when it is"
    )
    applied_on = models.DateField(null=True)
    late_reason = models.TextField(blank=True)
    extension = models.TextField(blank=True, help_text="The extension of time that was asked for with it")
    respond_by = models.DateField(null=True)
    response = models.CharField(max_length=10, choices=Response, blank=True)
    responded_on = models.DateField(null=True)
    objection = models.TextField(blank=True)
    ruled_on = models.DateField(null=True)
    not_needed_reason = models.TextField(blank=True)
    prosecutor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["victim__reference", "round"]
        constraints = [
            models.UniqueConstraint(fields=["victim", "round"], name="special_measures_application_once"),
            models.CheckConstraint(
                condition=~Q(position="apply") | Q(due_on__isnull=False, plea_on__isnull=False),
                name="special_measures_application_dated",
            ),
            models.CheckConstraint(
                condition=~Q(position__in=["response", "ruling", "ruled"])
                | Q(applied_on__isnull=False, respond_by__isnull=False),
                name="special_measures_applied_with_its_dates",
            ),
        ]

    @property
    def about(self) -> str:
        return self.victim.reference

    @property
    def measures_named(self) -> list[str]:
        return measures_named(self.measures)

    @property
    def waits(self) -> bool:
        """Whether it is still to be made."""
        return self.position == self.Position.APPLY and self.withdrawn_at is None

    @property
    def to_apply_for(self) -> list[str]:
        """What there is to apply for, in words. Two queries, unless loaded."""
        return measures_named(self.victim.special_measures.outstanding)

    def held_in(self, round: int) -> list[str]:
        """What need not be applied for, because of it, in a round of the assessment."""
        settled = self.position != self.Position.NOT_NEEDED or self.assessment_round == round
        return self.measures if settled else []

    def counted(self, clock: str) -> Counted | None:
        if clock == "due_on" and self.plea_on:
            return Counted(self.rule, self.plea_on)
        if clock == "respond_by" and self.applied_on:
            return Counted("SPECIAL_MEASURES_RESPONSE", self.applied_on)
        return None


class MeasureRuling(models.Model):
    """What the court ruled on one measure."""

    application = models.ForeignKey(
        SpecialMeasuresApplication, on_delete=models.PROTECT, related_name="rulings"
    )
    measure = models.CharField(max_length=20)
    granted = models.BooleanField()
    reasons = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "measure"], name="measure_ruled_on_once"),
            models.CheckConstraint(
                condition=Q(granted=True) | ~Q(reasons=""), name="measure_refused_with_reasons"
            ),
        ]

    def __str__(self) -> str:
        return f"{measures()[self.measure]}: {'granted' if self.granted else 'refused'}"
