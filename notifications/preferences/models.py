"""How somebody wants to be told by mail. Whoever has no row is told at once."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q


class Preference(models.Model):
    """The choices of one person. What is urgent keeps to none of them."""

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", "At once"
        DAILY = "daily", "Once a day"
        WEEKLY = "weekly", "Once a week"

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="preference"
    )
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.AT_ONCE)
    quiet_from = models.TimeField(null=True, help_text="In London's time; no mail from then …")
    quiet_to = models.TimeField(null=True, help_text="… until then, which may be on the next day")
    working_days_only = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | (Q(quiet_from__isnull=False, quiet_to__isnull=False) & ~Q(quiet_from=models.F("quiet_to"))),
                name="preference_quiet_hours_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.get_rhythm_display()

    def is_quiet(self, at: time) -> bool:
        """Whether that time of the day, in London, is in the quiet hours. They begin sharp and end sharp."""
        if self.quiet_from is None or self.quiet_to is None:
            return False
        if self.quiet_from < self.quiet_to:
            return self.quiet_from <= at < self.quiet_to
        return at >= self.quiet_from or at < self.quiet_to
