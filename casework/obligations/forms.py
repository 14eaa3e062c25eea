from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from casework.pages.fields import GovukDateField

FURTHEST = timedelta(days=731)


class RehearsalForm(forms.Form):
    """The day of a rehearsal: today, or within two years."""

    on = GovukDateField(noun="The day", label="On which day?", help_text="For example, 27 3 2027")

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        today = timezone.localdate()
        if on < today:
            raise ValidationError("The day must be today or in the future")
        if on > today + FURTHEST:
            raise ValidationError("The day must be within the next 2 years")
        return on
