"""The victim personal statement: offered early, taken, and offered again as the trial comes near."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from casework.people.roles import Side
from casework.routes.models import RouteRecord


class ReadAloud(models.TextChoices):
    """What the victim wants done with the statement in court; the court decides (Victims' Code, right 7)."""

    VICTIM = "victim", "Read aloud by the victim"
    OTHER = "other", "Read aloud for the victim"
    NOT_READ = "not_read", "Not read aloud"


class VpsOffer(RouteRecord):
    """The offer to one victim, from the first account to a statement with the CPS."""

    route = "victim_statements"
    OUTLIVES_CASE = True

    class Position(models.TextChoices):
        OFFER = "offer", "Offer of a victim personal statement"
        ANSWER = "answer", "Victim's answer on a personal statement"
        TAKE = "take", "Taking of the victim personal statement"
        RECEIVE = "receive", "Receipt of the victim personal statement"
        HELD = "held", "Victim personal statement with the CPS"
        DECLINED = "declined", "Victim personal statement declined"

    OWED = {
        Position.OFFER: Side.POLICE,
        Position.ANSWER: Side.POLICE,
        Position.TAKE: Side.POLICE,
        Position.RECEIVE: Side.CPS,
    }
    ABOUT = ("victim",)

    victim = models.OneToOneField("casework.Victim", on_delete=models.PROTECT, related_name="vps_offer")
    position = models.CharField(max_length=20, choices=Position, default=Position.OFFER)
    offered_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)

    class Meta:
        ordering = ["victim__reference"]

    @property
    def about(self) -> str:
        return self.victim.reference


class VpsCheckpoint(RouteRecord):
    """A moment at which the victim is offered a further statement."""

    route = "victim_statements"
    OUTLIVES_CASE = True

    class Position(models.TextChoices):
        OFFER = "offer", "Offer of an updated victim personal statement"
        TAKE = "take", "Taking of the updated victim personal statement"
        RECEIVE = "receive", "Receipt of the updated victim personal statement"
        UPDATED = "updated", "Victim personal statement updated"
        NO_CHANGE = "no_change", "No update wanted"

    class Kind(models.TextChoices):
        CHARGE = "charge", "After charge"
        TRIAL_FIRST = "trial_first", "Before trial"
        TRIAL_LAST = "trial_last", "Shortly before trial"

    OWED = {Position.OFFER: Side.CPS, Position.TAKE: Side.POLICE, Position.RECEIVE: Side.CPS}
    ABOUT = ("victim",)

    victim = models.ForeignKey("casework.Victim", on_delete=models.PROTECT, related_name="vps_checkpoints")
    kind = models.CharField(max_length=20, choices=Kind)
    position = models.CharField(max_length=20, choices=Position, default=Position.OFFER)
    due_on = models.DateField()

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["victim", "kind", "round"], name="vps_checkpoint_once_per_round")
        ]

    @property
    def about(self) -> str:
        return f"{self.victim.reference}, {self.get_kind_display().lower()}"


class VictimPersonalStatement(models.Model):
    """A statement as made. Append-only: a further one adds to it (Criminal Justice Act 1967, section 9)."""

    victim = models.ForeignKey("casework.Victim", on_delete=models.PROTECT, related_name="statements")
    made_on = models.DateField()
    read_aloud = models.CharField(max_length=10, choices=ReadAloud)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_on", "pk"]

    def __str__(self) -> str:
        return f"Statement of {self.victim_id}"
