"""The hearings of a case as the court lists them, and what the court records of each defendant."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.deadlines.counted import Counted
from casework.pages.dates import govuk_date, govuk_time
from casework.people.roles import Side
from casework.routes.models import RouteRecord

LISTED_ONCE = "hearing_listed_once"


class Court(models.TextChoices):
    MAGISTRATES = "magistrates", "Magistrates’ court"
    CROWN = "crown", "Crown Court"


class Hearing(RouteRecord):
    """A hearing in its list, until what came of it is recorded. One that is vacated stays as it was."""

    route = "hearings"
    OUTLIVES_CASE = True

    class Position(models.TextChoices):
        LISTED = "listed", "Result of the hearing"
        HELD = "held", "Hearing held"
        VACATED = "vacated", "Hearing vacated"

    class Kind(models.TextChoices):
        FIRST_HEARING = "first_hearing", "First hearing"
        SENDING = "sending", "Sending to the Crown Court"
        PTPH = "ptph", "Plea and trial preparation hearing"
        GROUND_RULES = "ground_rules", "Ground rules hearing"
        SECTION_28 = "section_28", "Section 28 recording"
        TRIAL = "trial", "Trial"
        SENTENCE = "sentence", "Sentence hearing"

    OWED = {Position.LISTED: Side.POLICE}

    position = models.CharField(max_length=20, choices=Position, default=Position.LISTED)
    kind = models.CharField(max_length=20, choices=Kind)
    on = models.DateField(help_text="The day, or the first day of a warned list")
    warned_to = models.DateField(null=True, help_text="The last day of a warned list; empty for a fixed date")
    starts_at = models.TimeField(null=True, help_text="As the court lists it, in local time")
    court = models.CharField(max_length=20, choices=Court)
    court_name = models.CharField(max_length=100, blank=True)
    listed_at = models.DateTimeField()
    vacated_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True, help_text="What came of it, or why it was vacated")
    result_due_on = models.DateField(help_text="By when its result is to be recorded")

    class Meta:
        ordering = ["on", "opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "kind"], condition=Q(position="listed"), name=LISTED_ONCE
            ),
            models.CheckConstraint(
                condition=Q(position="vacated", vacated_at__isnull=False)
                | ~Q(position="vacated") & Q(vacated_at__isnull=True),
                name="hearing_vacated_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(warned_to__isnull=True) | Q(kind="trial", warned_to__gt=models.F("on")),
                name="hearing_warned_list_of_a_trial",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.days}"

    @property
    def about(self) -> str:
        """Which hearing: a case has one of each kind listed."""
        return "PTPH" if self.kind == self.Kind.PTPH else self.get_kind_display()

    @property
    def last_day(self) -> date:
        return self.warned_to or self.on

    @property
    def result_counted(self) -> Counted:
        """By when its result is to be recorded: the court may hold it on any day of a warned list."""
        return Counted("HEARING_RESULT", self.last_day)

    def counted(self, clock: str) -> Counted | None:
        return self.result_counted if clock == "result_due_on" else None

    @property
    def days(self) -> str:
        """Its day and time, or the days of its warned list."""
        if self.warned_to:
            return f"warned list from {govuk_date(self.on)} to {govuk_date(self.warned_to)}"
        at = f" at {govuk_time(self.starts_at)}" if self.starts_at else ""
        return f"{govuk_date(self.on)}{at}"

    @property
    def place(self) -> str:
        return self.court_name or self.get_court_display()


class OfDefendant(models.Model):
    """What the court recorded of a defendant. Never changed: a later row of the kind replaces an earlier."""

    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["pk"]


def _defendant(name: str) -> models.ForeignKey:
    return models.ForeignKey("casework.Suspect", on_delete=models.PROTECT, related_name=name)


class Plea(OfDefendant):
    """A plea as it was entered. Not guilty, if only to one charge, starts what a not guilty plea starts."""

    class Choice(models.TextChoices):
        GUILTY = "guilty", "Guilty"
        NOT_GUILTY = "not_guilty", "Not guilty"

    suspect = _defendant("pleas")
    plea = models.CharField(max_length=20, choices=Choice)
    guilty_to_some = models.BooleanField(default=False, help_text="Not guilty, but guilty to other charges")
    court = models.CharField(max_length=20, choices=Court)
    entered_on = models.DateField()

    class Meta(OfDefendant.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(guilty_to_some=False) | Q(plea="not_guilty"),
                name="plea_guilty_to_some_of_several",
            )
        ]

    def __str__(self) -> str:
        return (
            "Guilty to some charges, not guilty to others" if self.guilty_to_some else self.get_plea_display()
        )


class Verdict(OfDefendant):
    class Choice(models.TextChoices):
        GUILTY = "guilty", "Guilty"
        GUILTY_OF_SOME = "guilty_of_some", "Guilty of some charges, not guilty of others"
        NOT_GUILTY = "not_guilty", "Not guilty"
        NOT_AGREED = "not_agreed", "The jury could not agree"

    CONVICTS = (Choice.GUILTY, Choice.GUILTY_OF_SOME)

    suspect = _defendant("verdicts")
    verdict = models.CharField(max_length=20, choices=Choice)
    on = models.DateField()

    def __str__(self) -> str:
        return self.get_verdict_display()

    @property
    def convicts(self) -> bool:
        return self.verdict in self.CONVICTS


class Sentence(OfDefendant):
    suspect = _defendant("sentences")
    on = models.DateField()
    sentence = models.TextField(help_text="What the court passed, in its words")

    def __str__(self) -> str:
        return self.sentence
