"""The advice that was given: versions that never change, and the lines of inquiry that each directs."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from casework.early_advice.models import EarlyAdviceRequest, person
from casework.people.models import User
from casework.people.roles import Side
from casework.private_material import PrivateMaterial, justified_when_private
from casework.routes.models import RouteRecord


class AdviceRecord(models.Model):
    """One consultation as it was recorded. A database trigger refuses change and removal.

    The sections are those on which the CPS says that early advice may be given (DG6, chapter 7).
    """

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        REMOTE = "remote", "By video or telephone"
        WRITTEN = "written", "In writing"

    class Conclusion(models.TextChoices):
        RETURN_FOR_CHARGE = "return_for_charge", "The case is to return for a charging decision"
        FURTHER_CONSULTATION = "further_consultation", "A further consultation is needed"
        NO_PROSPECT = "no_prospect", "No realistic prospect of conviction on any view"

    request = models.ForeignKey(EarlyAdviceRequest, on_delete=models.PROTECT, related_name="advice")
    version = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10, choices=Mode)
    advised_on = models.DateField()
    attendees = models.TextField(blank=True)
    follow_up = models.TextField(blank=True, help_text="What the police asked, for a follow-up")

    reasonable_lines = models.TextField("Reasonable lines of inquiry", blank=True)
    potential_charges = models.TextField("Potential charges and their legal elements", blank=True)
    evidential_requirements = models.TextField("Evidential requirements", blank=True)
    pre_charge_procedures = models.TextField("Pre-charge procedures", blank=True)
    disclosure_management = models.TextField("Disclosure management", blank=True)
    third_party_material = models.TextField("Third-party material", blank=True)
    digital_strategy = models.TextField("Digital strategy", blank=True)
    asset_recovery = models.TextField("Asset recovery and financial strategy", blank=True)
    strategy = models.TextField("Overall strategy of the investigation", blank=True)
    bad_character = models.TextField("Bad character enquiries", blank=True)
    special_measures = models.TextField("Special measures and victim personal statement", blank=True)

    next_contact_on = models.DateField(null=True)
    # Empty for advice that was given before a conclusion was asked for.
    conclusion = models.CharField(max_length=20, choices=Conclusion, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = person("The colleague who was away, where somebody recorded it for them")
    at = models.DateTimeField()

    SECTIONS = (
        "reasonable_lines",
        "potential_charges",
        "evidential_requirements",
        "pre_charge_procedures",
        "disclosure_management",
        "third_party_material",
        "digital_strategy",
        "asset_recovery",
        "strategy",
        "bad_character",
        "special_measures",
    )
    # The sections that ask for private material: by the kind of line which says why.
    ASKED_BY_LINE = {
        "third_party_material": PrivateMaterial.THIRD_PARTY,
        "digital_strategy": PrivateMaterial.DIGITAL,
    }

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["request", "version"], name="advice_version_once")]

    def __str__(self) -> str:
        return f"Advice {self.version}"

    @classmethod
    def section_label(cls, name: str) -> str:
        return str(cls._meta.get_field(name).verbose_name)  # type: ignore[union-attr]

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Each section by its name; one that says nothing is empty."""
        return [(self.section_label(name), getattr(self, name)) for name in self.SECTIONS]


class LineOfInquiryQuerySet(models.QuerySet["LineOfInquiry"]):
    def newest_first(self) -> LineOfInquiryQuerySet:
        """Those of the newest advice first, each with its advice and its answer. No query of its own."""
        return self.select_related("advice", "answer").order_by("-advice__version", "number")


class LineOfInquiry(models.Model):
    """A reasonable line of inquiry of one version of the advice. A trigger refuses change and removal.

    Whether it was followed is in its LineAnswer.
    """

    class Kind(models.TextChoices):
        GENERAL = "general", "General"
        THIRD_PARTY = PrivateMaterial.THIRD_PARTY.value, PrivateMaterial.THIRD_PARTY.label
        DIGITAL = PrivateMaterial.DIGITAL.value, PrivateMaterial.DIGITAL.label
        OTHER = "other", "Other"

    case_file = models.ForeignKey(
        "casework.CaseFile", on_delete=models.PROTECT, related_name="lines_of_inquiry"
    )
    advice = models.ForeignKey(AdviceRecord, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=250)
    owner = models.CharField(max_length=10, choices=Side)
    kind = models.CharField(max_length=20, choices=Kind)
    target_on = models.DateField()
    necessity = models.TextField(blank=True)
    proportionality = models.TextField(blank=True)

    objects = LineOfInquiryQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["advice", "number"], name="line_of_inquiry_numbered_once"),
            justified_when_private("kind", "line_of_inquiry_necessary_and_proportionate"),
        ]

    def __str__(self) -> str:
        return f"Advice {self.advice.version}, line {self.number}"

    @property
    def answered(self) -> LineAnswer | None:
        """Its answer; None for an older line of the CPS. A query, unless `answer` is loaded."""
        return getattr(self, "answer", None)


class LineAnswer(RouteRecord):
    """Whether a line was followed by whose it is. It is their own record, and nobody has to accept it."""

    route = "early_advice"

    class Position(models.TextChoices):
        ANSWER = "answer", "Answer to a line of inquiry"
        ANSWER_CPS = "answer_cps", "Answer to a line of inquiry of the CPS"
        DONE = "done", "Line of inquiry followed"
        NOT_DONE = "not_done", "Line of inquiry not followed in full"

    class Followed(models.TextChoices):
        FOLLOWED = "followed", "Followed"
        PARTLY = "partly", "Partly followed"
        NOT_FOLLOWED = "not_followed", "Not followed"

    OWED = {Position.ANSWER: Side.POLICE, Position.ANSWER_CPS: Side.CPS}
    ABOUT = ("line__advice",)

    line = models.OneToOneField(LineOfInquiry, on_delete=models.PROTECT, related_name="answer")
    position = models.CharField(max_length=20, choices=Position, default=Position.ANSWER)
    followed = models.CharField(max_length=20, choices=Followed, blank=True)
    detail = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = person()

    class Meta:
        ordering = ["line__advice__version", "line__number"]

    @property
    def about(self) -> str:
        return str(self.line)

    @property
    def adviser(self) -> User:
        """Who gave the advice. A query, and three unless ABOUT is loaded."""
        return self.line.advice.on_behalf_of or self.line.advice.by

    @property
    def target_on(self) -> date:
        """A query, unless ABOUT is loaded."""
        return self.line.target_on
