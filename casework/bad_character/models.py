"""Bad character, considered for every suspect (Criminal Justice Act 2003, sections 98 to 113).

Here is where a consideration stands; what was said in its rounds is in record_models.py.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from casework.people.roles import Side
from casework.routes.models import RouteRecord


class Decision(models.TextChoices):
    """What has come of bad character so far, from the first proposal to the ruling of the court."""

    PROPOSED = "proposed", "Proposed by the police"
    NONE_KNOWN = "none_known", "No bad character known"
    NOT_APPLICABLE = "not_applicable", "Considered, not applicable"
    PENDING = "pending", "Waits for material"
    AUTHORISED = "authorised", "To be put before the court"
    NOTICE_SERVED = "notice_served", "Notice served"
    OBJECTED = "objected", "Objected to"
    ADMITTED = "admitted", "Admitted"
    ADMITTED_IN_PART = "admitted_in_part", "Admitted in part"
    EXCLUDED = "excluded", "Excluded"


class BadCharacterConsideration(RouteRecord):
    route = "bad_character"

    class Position(models.TextChoices):
        CONSIDER = "consider", "Bad character consideration"
        REVIEW = "review", "Prosecutor's bad character review"
        DECIDE = "decide", "Bad character decision"
        PENDING = "pending", "Look at material on bad character"
        PURSUED = "pursued", "Bad character to be applied for"
        NOT_PURSUED = "not_pursued", "Bad character considered, not applied for"

    OWED = {
        Position.CONSIDER: Side.POLICE,
        Position.REVIEW: Side.CPS,
        Position.DECIDE: Side.CPS,
        Position.PENDING: Side.CPS,
    }
    ABOUT = ("suspect",)
    # Where a prosecutor has decided, so that something new begins another round.
    DECIDED = (Position.PENDING, Position.PURSUED, Position.NOT_PURSUED)

    suspect = models.OneToOneField("casework.Suspect", on_delete=models.PROTECT, related_name="bad_character")
    position = models.CharField(max_length=20, choices=Position, default=Position.CONSIDER)
    decision = models.CharField(
        max_length=20, choices=Decision, blank=True, help_text="What has come of it so far"
    )
    nil_return = models.BooleanField(null=True, help_text="Nothing was found, in this round or one before")
    considered_at = models.DateTimeField(null=True)
    prosecutor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    return_reason = models.TextField(blank=True, help_text="What the police are to look into in this round")
    material_by = models.DateField(null=True, help_text="When the material that is waited for is due")

    class Meta:
        ordering = ["suspect__reference"]

    @property
    def about(self) -> str:
        return self.suspect.reference
