"""The case file and the people and offences in it."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from casework.access.policy import cases_visible_to
from casework.audit.who import case_shown
from casework.pages.dates import govuk_date

# Force (2 digits), unit (2), sequence (5), year (2); the layout is local practice, kept as data here.
URN_PATTERN = r"^[0-9]{2}[A-Z0-9]{2}[0-9]{5}[0-9]{2}$"
urn_validator = RegexValidator(URN_PATTERN, "URN must be 11 characters, like 20AA0123426")


def urn_normalised(typed: str) -> str:
    """A URN as it is stored: capitals, without the spaces and slashes that people type."""
    return re.sub(r"[\s/]", "", typed).upper()


class CaseFileQuerySet(models.QuerySet["CaseFile"]):
    def visible_to(self, user) -> CaseFileQuerySet:
        """The cases that the person may see; the only door to a list of cases. No query of its own."""
        return self.filter(cases_visible_to(user))


class CaseFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    urn = models.CharField("URN", max_length=11, unique=True, validators=[urn_validator])
    force = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("casework.Unit", on_delete=models.PROTECT, related_name="+")
    officer_in_case = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_on = models.DateField()
    crime_number = models.CharField(max_length=30, blank=True)
    police_dates = models.JSONField(
        default=dict,
        blank=True,
        help_text="Key dates of the police record: ISO dates by name",
    )
    registered_at = models.DateTimeField()
    shared_with_cps_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When the police first sent something; before, the CPS sees nothing",
    )

    open_to_witness_care_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When somebody was first charged; before, witness care sees nothing",
    )

    # Until when the person of this request reads it because they opened it in an emergency.
    opened_until: datetime | None = None

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_at"]
        indexes = [
            # Read whole, without its rows: where else than in their own unit somebody is the officer.
            models.Index(
                fields=["officer_in_case", "force", "unit"], include=["id"], name="case_file_of_officer"
            ),
            models.Index(fields=["crime_number"], name="case_file_crime_number"),
        ]

    def __str__(self) -> str:
        return self.urn

    @classmethod
    def from_db(cls, *row: Any, **kwargs: Any) -> Any:
        """A case that is read is one that somebody is shown, unless nothing comes of the answer."""
        found = super().from_db(*row, **kwargs)
        case_shown(found.__dict__.get("id"))
        return found

    @property
    def police_dates_named(self) -> list[tuple[str, date]]:
        """The key dates of the police record in words, in the order of time."""
        dated = [(date.fromisoformat(day), name) for name, day in self.police_dates.items()]
        return [(name.removesuffix("_on").replace("_", " ").capitalize(), day) for day, name in sorted(dated)]


class Person(models.Model):
    """Someone in a case. `reference` (S1, V1 …) stands for them wherever a name need not be shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=10)
    family_name = models.CharField(max_length=100)
    given_names = models.CharField(max_length=100, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["reference"]

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()


class Suspect(Person):
    """A suspect before charge, a defendant after."""

    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="suspects")
    identified_on = models.DateField(null=True, blank=True)
    charged_on = models.DateField(null=True, blank=True)

    class Meta(Person.Meta):
        indexes = [models.Index(fields=["date_of_birth"], name="suspect_date_of_birth")]
        constraints = [
            models.UniqueConstraint(fields=["case_file", "reference"], name="suspect_reference_once")
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def called(self) -> str:
        return "Defendant" if self.charged_on else "Suspect"


class Victim(Person):
    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="victims")

    class Meta(Person.Meta):
        constraints = [
            models.UniqueConstraint(fields=["case_file", "reference"], name="victim_reference_once")
        ]

    def __str__(self) -> str:
        return self.reference


class Offence(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="offences")
    reference = models.CharField(max_length=10)
    wording = models.CharField(max_length=200, help_text="Rape of a female aged 16 or over …")
    provision = models.CharField(max_length=100, blank=True, help_text="Sexual Offences Act 2003 section 1")
    committed_from = models.DateField(null=True, blank=True)
    committed_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(fields=["case_file", "reference"], name="offence_reference_once"),
            models.CheckConstraint(
                condition=models.Q(committed_to__isnull=True)
                | models.Q(committed_to__gte=models.F("committed_from")),
                name="offence_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def described(self) -> str:
        """Enough to tell it from another of the same wording: its reference, provision and days."""
        days = [govuk_date(day) for day in (self.committed_from, self.committed_to) if day]
        parts = (self.reference, self.wording, self.provision, " to ".join(dict.fromkeys(days)))
        return ", ".join(part for part in parts if part)
