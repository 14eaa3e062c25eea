"""Restricted cases that somebody opened in an emergency, and the attempts to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from casework.people.roles import Role, Side
from casework.routes.models import RouteRecord


def _person(**options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class BreakInQuerySet(models.QuerySet["BreakIn"]):
    def running(self, at: datetime) -> BreakInQuerySet:
        """Those by which somebody reads a case at the moment; at its end one runs no longer."""
        return self.filter(opened_at__lte=at, ends_at__gt=at)


class BreakIn(RouteRecord):
    """One person opened one restricted case, of whose list they are not, until `ends_at`.

    It is reviewed by somebody else, whatever becomes of the case. A database trigger refuses to change who
    opened it, why and until when, and to remove it.
    """

    route = "access"

    class Position(models.TextChoices):
        REVIEW = "review", "Supervisor's review of an opening in an emergency"
        REVIEW_CPS = "review_cps", "District Crown Prosecutor's review of an opening in an emergency"
        JUSTIFIED = "justified", "Opening in an emergency was justified"
        NOT_JUSTIFIED = "not_justified", "Opening in an emergency was not justified"

    OWED = {Position.REVIEW: Side.POLICE, Position.REVIEW_CPS: Side.CPS}
    OUTLIVES_CASE = True

    position = models.CharField(max_length=20, choices=Position)
    number = models.PositiveSmallIntegerField()
    person = _person()
    role = models.CharField(max_length=20, choices=Role.choices, help_text="In which role they opened it")
    organisation = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    ends_at = models.DateTimeField()
    found = models.TextField(blank=True, help_text="What the review found, in words")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = _person(null=True)

    objects = BreakInQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        indexes = [models.Index(fields=["person", "-ends_at"], name="break_in_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["case_file", "number"], name="break_in_numbered_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="break_in_ends_later"),
            # No way leads around the review.
            models.CheckConstraint(condition=Q(withdrawn_at__isnull=True), name="break_in_never_withdrawn"),
            models.CheckConstraint(
                condition=Q(position__in=["review", "review_cps"])
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(found=""),
                name="break_in_reviewed_in_words",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("person")),
                name="break_in_reviewed_by_another",
            ),
        ]

    @property
    def about(self) -> str:
        return f"Opening {self.number}"


class BreakInAttempt(models.Model):
    """Somebody typed a URN to open its case in an emergency, be there such a case or not.

    A row and not a counter in Valkey, which can be flushed. It is counted for an hour and goes after a day.
    """

    person = _person()
    urn = models.CharField(max_length=11)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="break_in_attempt_latest")]

    def __str__(self) -> str:
        return f"attempt {self.pk}"
