"""Waits for a third party: from when to when, for what, and until when they are expected to last."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from casework.people.roles import Side
from casework.whose_clock.categories import category_label

ONE_AT_A_TIME = "clock_paused_once_at_a_time"


class ClockPauseQuerySet(models.QuerySet["ClockPause"]):
    def open(self) -> ClockPauseQuerySet:
        return self.filter(ended_at__isnull=True)

    def overdue(self, today: date) -> ClockPauseQuerySet:
        """Those that were expected to be over before today, the longest overdue first."""
        return self.open().filter(expected_on__lt=today).order_by("expected_on", "pk")


class ClockPause(models.Model):
    """A side waits for a third party. The row is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="clock_pauses")
    side = models.CharField(max_length=10, choices=Side, help_text="Whose clock it pauses")
    category = models.CharField(max_length=30, help_text="A key of data/categories.json")
    awaited = models.CharField(max_length=100, help_text="The organisation, never a person")
    reason = models.TextField()
    expected_on = models.DateField(help_text="When it is expected to be over")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_because = models.TextField(blank=True)

    objects = ClockPauseQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        indexes = [
            models.Index(
                fields=["expected_on"], name="clock_pause_expected", condition=Q(ended_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file"], condition=Q(ended_at__isnull=True), name=ONE_AT_A_TIME
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("started_at"), ended_by__isnull=False),
                name="clock_pause_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category_label}, {self.awaited}"

    @property
    def category_label(self) -> str:
        return category_label(self.category)
