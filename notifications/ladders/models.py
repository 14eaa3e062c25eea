"""What a force or an area set otherwise in a ladder. Rows are written once; a trigger holds it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class LadderChange(models.Model):
    """From its moment on, the ladder of a kind of work in one force or area."""

    organisation = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60, blank=True, help_text="As in ladders.json; empty for all others")
    number = models.PositiveSmallIntegerField(help_text="The how many-th change of this ladder there")
    warn = models.JSONField(help_text="Days before the due date, the most first")
    overdue_after = models.PositiveSmallIntegerField(help_text="Working days after the due date")
    again_every = models.PositiveSmallIntegerField(help_text="Working days")
    again_times = models.PositiveSmallIntegerField()
    reason = models.TextField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            # Two people cannot both make the next change.
            models.UniqueConstraint(
                fields=["organisation", "kind", "number"], name="ladder_changed_one_by_one"
            ),
            models.CheckConstraint(
                condition=models.Q(overdue_after__gte=1, again_every__gte=1),
                name="ladder_goes_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind or 'all other work'}, change {self.number}"
