"""Dates that a court directed or the parties agreed, in place of what a rule says. Rows are written once."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from casework.deadlines.counted import Counted
from casework.pages.dates import govuk_date


class DateDirection(models.Model):
    """One date of one record that was set anew: the old date, the new one, and what the rule said.

    The last one on a date stands, as long as the date is still the one that it set.
    """

    class Kind(models.TextChoices):
        DIRECTED = "directed", "Set by the court"
        EXTENDED = "extended", "Extended by the court"
        AGREED = "agreed", "Agreed"

    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(help_text="The record whose date it is")
    clock = models.CharField(max_length=60, help_text="Which of its dates")
    kind = models.CharField(max_length=10, choices=Kind)
    former = models.DateField(help_text="The date before")
    to = models.DateField(help_text="The date from now on")
    decided_on = models.DateField()
    rule = models.CharField(max_length=60, help_text="The code of the rule that it stands in for")
    since = models.DateField(help_text="The day of the trigger from which the rule counts")
    reason = models.TextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject", "clock"], name="date_direction_of_a_date")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {govuk_date(self.decided_on)}"

    @property
    def counted(self) -> Counted:
        """How the rule counts the date."""
        return Counted(self.rule, self.since)

    @property
    def rule_said(self) -> date:
        return self.counted.due_on

    @property
    def ended(self) -> str:
        """What is said once it stands no longer."""
        what = f"{self.get_kind_display()[0].lower()}{self.get_kind_display()[1:]}"
        on = govuk_date(self.decided_on)
        return f"The date {what} on {on} no longer stands, since what it is counted from has moved."

    @property
    def words(self) -> str:
        """ "Set by the court on 3 May 2027; the rule said 10 May 2027"."""
        return (
            f"{self.get_kind_display()} on {govuk_date(self.decided_on)}; "
            f"the rule said {govuk_date(self.rule_said)}"
        )
