"""What was said of bad character in each round: by the police, by the prosecutor, and what was decided.

Every row is kept as it is: a database trigger refuses change and removal.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from casework.bad_character.gateways import Gateway, gateways_on
from casework.bad_character.models import BadCharacterConsideration, Decision

YES_OR_NO = {True: "Yes", False: "No", None: ""}


def _consideration(name: str) -> models.ForeignKey:
    return models.ForeignKey(BadCharacterConsideration, on_delete=models.PROTECT, related_name=name)


def _number(said: tuple[str, str]) -> int:
    return int(said[0])


class Round(models.Model):
    """What is said once in a round of a consideration."""

    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["consideration", "round"], name="%(class)s_once_a_round")
        ]

    def __str__(self) -> str:
        return f"Round {self.round}"


class PoliceReturn(Round):
    """What the police record in a round: the checks, the reference of their form, and of others apart."""

    consideration = _consideration("returns")
    asked = models.TextField(blank=True, help_text="What they were asked to look into, or what was new")
    mg16_reference = models.CharField("MG16 reference", max_length=40, blank=True)
    others_note = models.TextField(
        blank=True, help_text="Bad character of a victim or witness (section 100), apart from the suspect's"
    )


class BadCharacterCheck(models.Model):
    """One of the checks of a round: made on a day, or not made for a reason."""

    class Kind(models.TextChoices):
        PNC = "pnc", "Police National Computer"
        PND = "pnd", "Police National Database"
        LOCAL = "local", "Local intelligence"
        FORCE_WIDE = "force_wide", "Force-wide search"
        COMPLAINANTS = "complainants", "Search for other complainants"

    police_return = models.ForeignKey(PoliceReturn, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=20, choices=Kind)
    made_on = models.DateField(null=True)
    not_made_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["police_return", "kind"], name="bad_character_check_once"),
            models.CheckConstraint(
                condition=Q(made_on__isnull=False, not_made_reason="")
                | Q(made_on__isnull=True) & ~Q(not_made_reason=""),
                name="bad_character_check_made_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class BadCharacterItem(models.Model):
    """One matter of the suspect's that the police found."""

    class Kind(models.TextChoices):
        CONVICTION = "conviction", "Conviction"
        CAUTION = "caution", "Caution"
        PENDING = "pending", "Pending matter"
        ACQUITTAL = "acquittal", "Acquittal"
        UNREPORTED = "allegation", "Allegation not prosecuted"
        OTHER = "other", "Other reprehensible behaviour"

    class Disclosable(models.TextChoices):
        YES = "yes", "It can be disclosed"
        NO = "no", "It cannot be disclosed"
        TO_CHECK = "to_check", "To be checked"

    consideration = _consideration("items")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    offence = models.CharField(max_length=200, blank=True, help_text="The offence, or what it was")
    facts = models.TextField()
    happened_on = models.DateField(null=True)
    court = models.CharField(max_length=150, blank=True, help_text="The court, or the jurisdiction")
    source = models.CharField(max_length=150, blank=True)
    disclosable = models.CharField(max_length=10, choices=Disclosable, default=Disclosable.TO_CHECK)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consideration", "number"], name="bad_character_item_numbered_once"
            )
        ]

    def __str__(self) -> str:
        named = f": {self.offence}" if self.offence else ""
        return f"Item {self.number}, {self.get_kind_display().lower()}{named}"


class BadCharacterReview(Round):
    """The prosecutor's review of a round. Propensity is reasoned in the order of R v Hanson.

    [2005] EWCA Crim 824, on section 103: does the history show a propensity; does that make guilt
    likelier; is it unjust to rely on it. A question that the one before it ends is not answered.
    """

    class Propensity(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        NOT_RELIED_ON = "not_relied_on", "Propensity is not relied on"

    class Contamination(models.TextChoices):
        NONE = "none", "No sign of it"
        POSSIBLE = "possible", "It is possible"

    consideration = _consideration("reviews")
    assessment = models.TextField()
    items = models.JSONField(default=dict, help_text="What is said of each item, by its number")
    shows_propensity = models.CharField(max_length=20, choices=Propensity, blank=True)
    makes_guilt_likelier = models.BooleanField(null=True)
    reliance_unjust = models.BooleanField(null=True)
    propensity_reasons = models.TextField(blank=True)
    fairness_note = models.TextField(blank=True, help_text="Time and fairness (section 101(3) and (4))")
    cross_note = models.TextField(blank=True, help_text="Between the charges (section 112(2))")
    contamination = models.CharField(max_length=10, choices=Contamination, blank=True)
    contamination_note = models.TextField(blank=True, help_text="Section 107")
    under_14_note = models.TextField(blank=True, help_text="Section 108")
    others_note = models.TextField(blank=True, help_text="Victims and witnesses (section 100)")

    @property
    def items_told(self) -> list[tuple[str, str]]:
        """What is said of each item, in the order of their numbers."""
        return [(f"Item {number}", said) for number, said in sorted(self.items.items(), key=_number)]

    @property
    def propensity_told(self) -> list[tuple[str, str]]:
        """The questions of R v Hanson as far as they were answered."""
        return [
            ("Shows a propensity (section 103)", self.get_shows_propensity_display()),
            ("Makes guilt likelier", YES_OR_NO[self.makes_guilt_likelier]),
            ("Unjust to rely on it", YES_OR_NO[self.reliance_unjust]),
            ("Reasons on propensity", self.propensity_reasons),
        ]


class BadCharacterDecision(Round):
    """What was decided in a round, under the gateways that were in force that day.

    `gateways` holds what each that is chosen needs, by its code: {"d": {"matter": "…", "fairness": "…"}}.
    """

    consideration = _consideration("decisions")
    decision = models.CharField(max_length=20, choices=Decision)
    gateways = models.JSONField(default=dict)
    items = models.JSONField(default=list, help_text="The numbers of the items that are relied on")
    reasons = models.TextField()

    @property
    def decided_on(self) -> date:
        return timezone.localdate(self.at)

    @property
    def gateways_chosen(self) -> list[Gateway]:
        """Those in force on the day of the decision. No query."""
        return [each for each in gateways_on(self.decided_on) if each.code in self.gateways]

    @property
    def gateways_told(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each gateway with what it needs, as question and answer. No query."""
        return [(each.label, each.answered(self.gateways[each.code])) for each in self.gateways_chosen]

    def relied_on(self) -> list[BadCharacterItem]:
        """The items that are relied on. No query where the items are loaded."""
        return [item for item in self.consideration.items.all() if item.number in self.items]
