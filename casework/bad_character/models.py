"""Bad character, considered for every suspect (Criminal Justice Act 2003, sections 98 to 113)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from casework.people.roles import Side
from casework.routes.models import RouteRecord


class Gateway(models.TextChoices):
    """Criminal Justice Act 2003, section 101(1)."""

    A = "a", "(a) all parties agree"
    B = "b", "(b) introduced by the defendant"
    C = "c", "(c) important explanatory evidence"
    D = "d", "(d) relevant to an important matter in issue between defendant and prosecution"
    E = "e", "(e) substantial probative value between co-defendants"
    F = "f", "(f) corrects a false impression given by the defendant"
    G = "g", "(g) the defendant has attacked another person's character"


class BadCharacterConsideration(RouteRecord):
    route = "bad_character"

    class Position(models.TextChoices):
        CONSIDER = "consider", "Bad character consideration"
        REVIEW = "review", "Prosecutor's bad character review"
        DECIDE = "decide", "Bad character decision"
        PURSUED = "pursued", "Bad character to be applied for"
        NOT_PURSUED = "not_pursued", "Bad character considered, not applied for"

    OWED = {Position.CONSIDER: Side.POLICE, Position.REVIEW: Side.CPS, Position.DECIDE: Side.CPS}
    ABOUT = ("suspect",)

    suspect = models.OneToOneField("casework.Suspect", on_delete=models.PROTECT, related_name="bad_character")
    position = models.CharField(max_length=20, choices=Position, default=Position.CONSIDER)
    nil_return = models.BooleanField(null=True)
    pnc_checked_on = models.DateField(null=True)
    pnd_checked_on = models.DateField(null=True)
    local_checked_on = models.DateField(null=True)
    considered_at = models.DateTimeField(null=True)
    considered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    prosecutor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    assessment = models.TextField(blank=True)
    return_reason = models.TextField(blank=True)
    gateways = models.JSONField(default=list, blank=True)
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["suspect__reference"]

    @property
    def about(self) -> str:
        return self.suspect.reference

    @property
    def gateway_labels(self) -> list[str]:
        return [Gateway(code).label for code in self.gateways]


class BadCharacterItem(models.Model):
    class Kind(models.TextChoices):
        CONVICTION = "conviction", "Conviction"
        CAUTION = "caution", "Caution"
        PENDING = "pending", "Pending matter"
        ACQUITTAL = "acquittal", "Acquittal"
        UNREPORTED = "allegation", "Allegation not prosecuted"
        OTHER = "other", "Other reprehensible behaviour"

    consideration = models.ForeignKey(
        BadCharacterConsideration, on_delete=models.PROTECT, related_name="items"
    )
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    facts = models.TextField()
    happened_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
