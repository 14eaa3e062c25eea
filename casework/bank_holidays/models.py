"""What administrators changed in the bank holidays of the file. Rows are written once; triggers hold it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from casework.pages.dates import govuk_day


class BankHolidayChange(models.Model):
    """A day that was made a bank holiday, or taken out, for every force and area: the calendar is one."""

    class Kind(models.TextChoices):
        ADDED = "added", "Added"
        REMOVED = "removed", "Taken out"

    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveSmallIntegerField(help_text="The how many-th change of this day")
    source = models.TextField(help_text="The proclamation or the announcement")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            # Two people cannot both add the same day.
            models.UniqueConstraint(fields=["day", "number"], name="bank_holiday_changed_one_by_one"),
        ]

    def __str__(self) -> str:
        return f"{govuk_day(self.day)}: {self.get_kind_display().lower()}"

    @property
    def is_added(self) -> bool:
        return self.kind == self.Kind.ADDED

    @property
    def words(self) -> str:
        """As the history of a case says it: "Bank holiday on Monday 8 May 2023 added: the proclamation"."""
        return f"Bank holiday on {govuk_day(self.day)} {self.get_kind_display().lower()}: {self.source}"


class CalendarRecount(models.Model):
    """One time at which the open dates were counted anew after a change."""

    change = models.ForeignKey(BankHolidayChange, on_delete=models.PROTECT, related_name="recounts")
    begun_at = models.DateTimeField()
    moved = models.PositiveIntegerField(help_text="How many dates moved")
    left = models.PositiveIntegerField(help_text="How many were left for the next time")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.moved} moved, {self.left} left"
