"""Who is away, and who stands in for them meanwhile."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def in_force(self, on: date) -> AbsenceQuerySet:
        """Those that cover the day."""
        return self.not_over(on).filter(starts_on__lte=on)

    def overlapping(self, first: date, last: date) -> AbsenceQuerySet:
        """Those that share a day with these, save those that were taken back."""
        return self.not_over(first).filter(starts_on__lte=last)

    def not_over(self, on: date) -> AbsenceQuerySet:
        """Those that cover the day or later ones, save those that were taken back."""
        return self.filter(ends_on__gte=on).exclude(ends_on__lt=F("starts_on"))


class Absence(models.Model):
    """Somebody is away, first and last day included; their work stays theirs, and a colleague does it.

    The row is kept. One that was taken back before it began ends on the day before its first.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stands_in")
    starts_on = models.DateField()
    ends_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, help_text="When it was ended early, or taken back")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        indexes = [models.Index(fields=["stand_in", "ends_on"], name="absence_covered")]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("stand_in")), name="absence_covered_by_another"),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"
