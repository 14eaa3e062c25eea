"""The offers of a victim personal statement: early, and again until sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from casework.people.roles import Side
from casework.routes.facts import FollowsFacts
from casework.routes.models import RouteRecord
from casework.victim_statements.counted_date import CountedDate

if TYPE_CHECKING:
    from casework.victim_statements.figures import Figures


class How(models.TextChoices):
    """How the victim was spoken or written to."""

    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "By telephone or video"
    WRITING = "writing", "By letter or email"
    OTHER = "other", "Through somebody who supports the victim, such as an ISVA"


class Explained(models.TextChoices):
    """What a victim is told of the statement (Code of Practice for Victims of Crime 2020, right 7)."""

    OWN_WORDS = "own_words", "It is in their own words, about the effect on them, and not on what happened"
    OPTIONAL = "optional", "It is their choice, and separate from their evidence"
    SEEN = "seen", "Once it is served the defence sees it, and they may be asked about it in court"
    COURT = "court", "They say whether it is read aloud; the court decides, and takes it into account"
    FURTHER = "further", "They can add to it until sentence, but not change or take back what they signed"
    COPY = "copy", "They can ask for a copy"


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
    offered_how = models.CharField(max_length=10, choices=How, blank=True)
    explained_by = models.CharField(
        max_length=100, blank=True, help_text="Who explained it, where somebody else records it"
    )
    explained = models.JSONField(default=list, blank=True, help_text="What of it was explained")
    answered_on = models.DateField(null=True)
    declined_reason = models.TextField(blank=True, help_text="In the victim's words, if they gave one")

    # What the page of the route shows beside it; set by who loads it for that.
    figures: Figures | None = None

    class Meta:
        ordering = ["victim__reference"]

    @property
    def about(self) -> str:
        return self.victim.reference

    @property
    def explained_labels(self) -> list[str]:
        return [Explained(code).label for code in self.explained]

    @property
    def has_statement(self) -> bool:
        """Whether the victim has made one. A query, unless the statements are loaded."""
        return bool(self.victim.statements.all())


class VpsCheckpoint(CountedDate, FollowsFacts):
    """A moment at which the victim is offered a statement again, or a further one."""

    route = "victim_statements"
    OUTLIVES_CASE = True

    class Position(models.TextChoices):
        OFFER_AGAIN = "offer_again", "Further offer of a victim personal statement"
        OFFER = "offer", "Offer of an updated victim personal statement"
        TAKE = "take", "Taking of the updated victim personal statement"
        RECEIVE = "receive", "Receipt of the updated victim personal statement"
        UPDATED = "updated", "Victim personal statement updated"
        NO_CHANGE = "no_change", "No update wanted"

    class Kind(models.TextChoices):
        DECLINED = "declined", "After it was declined"
        CHARGE = "charge", "After charge"
        PTPH = "ptph", "After the PTPH"
        TRIAL_FIRST = "trial_first", "Before trial"
        TRIAL_LAST = "trial_last", "Shortly before trial"
        CONVICTION = "conviction", "After plea or verdict"
        SENTENCE = "sentence", "Before sentence"

    # Before the CPS sees a case the police offer it again.
    OFFERS = (Position.OFFER_AGAIN, Position.OFFER)
    OWED = {
        Position.OFFER_AGAIN: Side.POLICE,
        Position.OFFER: Side.CPS,
        Position.TAKE: Side.POLICE,
        Position.RECEIVE: Side.CPS,
    }
    ABOUT = ("victim",)

    victim = models.ForeignKey("casework.Victim", on_delete=models.PROTECT, related_name="vps_checkpoints")
    kind = models.CharField(max_length=20, choices=Kind)
    position = models.CharField(max_length=20, choices=Position, default=Position.OFFER)
    offered_on = models.DateField(null=True, help_text="When the victim answered the offer")

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["victim", "kind", "round"], name="vps_checkpoint_once_per_round")
        ]

    @property
    def about(self) -> str:
        return f"{self.victim.reference}, {self.when}"

    @property
    def when(self) -> str:
        """As in the middle of a sentence: "after the PTPH"."""
        label = self.get_kind_display()
        return f"{label[0].lower()}{label[1:]}"

    @property
    def is_offered(self) -> bool:
        """Whether the offer is still to be made."""
        return self.position in self.OFFERS and self.withdrawn_at is None
