from __future__ import annotations

from django.db import models

from casework.pages.dates import govuk_date


class Hearing(models.Model):
    """A hearing in its list. A vacated one stays, with the moment at which it was vacated."""

    class Kind(models.TextChoices):
        TRIAL = "trial", "Trial"

    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="hearings")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    listed_at = models.DateTimeField()
    vacated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "kind"],
                condition=models.Q(vacated_at__isnull=True),
                name="hearing_listed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {govuk_date(self.on)}"
