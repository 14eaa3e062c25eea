"""The custody time limit of a defendant: a date by which the trial must begin, or the court must say more.

Prosecution of Offences Act 1985, section 22; Prosecution of Offences (Custody Time Limits) Regulations
1987, SI 1987/299, as amended. It is kept until a person says that it has ended, and never ends by itself.
"""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from casework.custody_limits.reckoning import Reckoning, Span
from casework.deadlines.counted import Counted
from casework.hearings.models import Court
from casework.people.roles import Side
from casework.routes.models import RouteRecord

ONE_AT_A_TIME = "custody_limit_one_at_a_time"


class CustodyTimeLimit(RouteRecord):
    route = "custody_limits"
    OUTLIVES_CASE = True

    class Position(models.TextChoices):
        KEEP = "keep", "Watch on the custody time limit"
        BAILED = "bailed", "On bail, so that the custody time limit does not run"
        ENDED = "ended", "Custody time limit ended"

    class Because(models.TextChoices):
        TRIAL = "trial", "The trial has begun"
        PLEA = "plea", "The defendant has pleaded guilty"
        SENTENCE = "sentence", "The defendant has been sentenced"
        DISCONTINUED = "discontinued", "The case against the defendant has been discontinued"
        ERROR = "error", "It was recorded in error"

    OWED = {Position.KEEP: Side.CPS}
    ABOUT = ("suspect",)

    suspect = models.ForeignKey("casework.Suspect", on_delete=models.PROTECT, related_name="custody_limits")
    position = models.CharField(max_length=20, choices=Position, default=Position.KEEP)
    stage = models.CharField(max_length=20, choices=Court, help_text="Whose limit runs")
    prosecutor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    days_allowed = models.PositiveSmallIntegerField(
        null=True, help_text="By the last extension at this stage; empty while the rule's own limit stands"
    )
    expires_on = models.DateField(help_text="The last day; while on bail, what it was before")
    ended_because = models.CharField(max_length=20, choices=Because, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["suspect__reference", "opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["suspect"], condition=~Q(position="ended"), name=ONE_AT_A_TIME),
            models.CheckConstraint(
                condition=Q(position="ended", ended_on__isnull=False) & ~Q(ended_because="")
                | ~Q(position="ended") & Q(ended_on__isnull=True, ended_because=""),
                name="custody_limit_ended_by_somebody",
            ),
        ]

    @property
    def about(self) -> str:
        return self.suspect.reference

    @cached_property
    def spans(self) -> list[Span]:
        """The days in custody, in the order of time. One query, or none when the periods were loaded."""
        return [Span(each.held_from, each.released_on) for each in self.periods.all()]

    @property
    def reckoning(self) -> Reckoning:
        return Reckoning(self.stage, tuple(self.spans), self.days_allowed)

    def counted(self, clock: str) -> Counted | None:
        """By a rule alone while nothing was served before and no court has extended it."""
        simple = clock == "expires_on" and self.days_allowed is None and len(self.spans) == 1
        return self.reckoning.counted if simple else None


class CustodyPeriod(models.Model):
    """From when to when the defendant was held. The periods of a limit add up."""

    limit = models.ForeignKey(CustodyTimeLimit, on_delete=models.PROTECT, related_name="periods")
    held_from = models.DateField()
    released_on = models.DateField(null=True)

    class Meta:
        ordering = ["held_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["limit"], condition=Q(released_on__isnull=True), name="custody_period_one_open"
            ),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True) | Q(released_on__gte=F("held_from")),
                name="custody_period_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"from {self.held_from}"


class CustodyExtension(models.Model):
    """What the court allowed, and until when it was before. Never changed."""

    limit = models.ForeignKey(CustodyTimeLimit, on_delete=models.PROTECT, related_name="extensions")
    stage = models.CharField(max_length=20, choices=Court)
    ordered_on = models.DateField()
    expired_on = models.DateField(help_text="The last day before the extension")
    expires_on = models.DateField(help_text="The last day by the extension")
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("expired_on")), name="custody_extension_is_longer"
            )
        ]

    def __str__(self) -> str:
        return f"to {self.expires_on}"
