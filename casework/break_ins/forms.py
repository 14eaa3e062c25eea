from __future__ import annotations

from django import forms

from casework.casefiles.models import urn_normalised, urn_validator
from casework.forms import StepForm, line, long_text


class UrnForm(forms.Form):
    """Which case, by its whole URN. Whether there is one is not asked here."""

    urn = line("URN", 20, error="Enter the URN of the case", hint="All of it, like 20AA0123426")

    def clean_urn(self) -> str:
        urn = urn_normalised(self.cleaned_data["urn"])
        urn_validator(urn)
        return urn


class EmergencyForm(forms.Form):
    reason = long_text(
        "Why do you need this case now?",
        hint="Say what the emergency is and why it cannot wait for somebody on the list of the case. "
        "Do not name victims or suspects",
        error="Enter why you need this case now",
    )


class ReviewForm(StepForm):
    found = long_text(
        "What did you find?",
        hint="Say what you asked, and whom. Do not name victims or suspects",
        error="Enter what you found",
    )
