from __future__ import annotations

from django.db import models

from casework.deadlines.counted import Counted


class CountedDate(models.Model):
    """A date that a rule gave: by which, and counted from which day. Both are empty for older rows."""

    due_on = models.DateField()
    rule = models.CharField(max_length=40, blank=True, help_text="The code of the rule that gave the date")
    since = models.DateField(null=True, help_text="The day from which it was counted")

    class Meta:
        abstract = True

    def counted(self, clock: str) -> Counted | None:
        return Counted(self.rule, self.since) if clock == "due_on" and self.since else None
