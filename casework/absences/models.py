"""Who is away, and who stands in for them meanwhile."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def in_force(self, on: date) -> AbsenceQuerySet:
        """Those that cover the day."""
        return self.filter(starts_on__lte=on, ends_on__gte=on)


class Absence(models.Model):
    """Somebody is away, first and last day included; their work stays theirs, and a colleague does it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stands_in")
    starts_on = models.DateField()
    ends_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        indexes = [models.Index(fields=["stand_in", "ends_on"], name="absence_covered")]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("stand_in")), name="absence_covered_by_another"),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"
