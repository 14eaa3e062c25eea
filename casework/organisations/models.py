"""Police forces, CPS areas and their units. The names and codes are data, loaded by migration."""

from __future__ import annotations

from django.db import models


class Organisation(models.Model):
    class Kind(models.TextChoices):
        FORCE = "force", "Police force"
        CPS_AREA = "cps_area", "CPS area"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=10, help_text="Force code, as a URN begins with it, or area code")
    name = models.CharField(max_length=100)
    area = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="forces",
        help_text="The CPS area that prosecutes for a force; empty for an area",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="organisation_code_once_per_kind"),
            models.CheckConstraint(
                condition=models.Q(kind="cps_area", area__isnull=True)
                | models.Q(kind="force", area__isnull=False),
                name="organisation_force_has_an_area",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    code = models.CharField(max_length=2, help_text="Characters three and four of a URN for a police unit")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="unit_code_once_per_organisation"),
        ]

    def __str__(self) -> str:
        return self.name
