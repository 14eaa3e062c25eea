"""A statement before the court: served with its preference, and what the court did with it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from casework.people.roles import Side
from casework.routes.facts import FollowsFacts
from casework.victim_statements.counted_date import CountedDate
from casework.victim_statements.statement_models import VictimPersonalStatement, VpsPreference


class VpsService(CountedDate, FollowsFacts):
    """One statement that the CPS holds, once a trial or a sentence hearing is listed.

    It is served as a statement under section 9 of the Criminal Justice Act 1967, and heard only after a
    guilty plea or a verdict of guilty. `preference` is what was served with it last.
    """

    route = "victim_statements"
    OUTLIVES_CASE = True

    class Position(models.TextChoices):
        SERVE = "serve", "Service of the victim personal statement"
        SERVED = "served", "Victim personal statement served"
        COURT = "court", "What the court did with the victim personal statement"
        READ = "read", "Victim personal statement read aloud in court"
        READ_IN_PART = "read_in_part", "Victim personal statement read aloud in part"
        NOT_READ = "not_read", "Victim personal statement considered, not read aloud"

    OWED = {Position.SERVE: Side.CPS, Position.COURT: Side.CPS}
    ABOUT = ("statement__victim",)

    statement = models.OneToOneField(
        VictimPersonalStatement, on_delete=models.PROTECT, related_name="service"
    )
    position = models.CharField(max_length=20, choices=Position, default=Position.SERVE)
    preference = models.ForeignKey(VpsPreference, null=True, on_delete=models.PROTECT, related_name="+")
    served_on_court = models.DateField(null=True)
    served_on_defence = models.DateField(null=True)
    heard_on = models.DateField(null=True)
    court_words = models.TextField(blank=True, help_text="Which parts were read, by whom, or why not")

    class Meta:
        ordering = ["statement__victim__reference", "statement__number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(position__in=["served", "court", "read", "read_in_part", "not_read"])
                | Q(
                    served_on_court__isnull=False,
                    served_on_defence__isnull=False,
                    preference__isnull=False,
                ),
                name="vps_service_served_with_its_dates",
            ),
            models.CheckConstraint(
                condition=~Q(position__in=["read", "read_in_part", "not_read"]) | Q(heard_on__isnull=False),
                name="vps_service_heard_on_its_day",
            ),
        ]

    @property
    def about(self) -> str:
        return f"{self.statement.victim.reference}, statement {self.statement.number}"
