from __future__ import annotations

from typing import Any

from django import forms

from casework.appeals.models import Appeal
from casework.forms import long_text
from casework.pages.fields import GovukDateField

LIKE = "For example, 27 3 2027"
# What is asked of one step alone, and what it holds for the others.
OF_STAGE = {
    "against": (Appeal.Stage.ASKED, ""),
    "heard_on": (Appeal.Stage.LISTED, None),
    "outcome": (Appeal.Stage.DECIDED, ""),
}


class AppealForm(forms.Form):
    stage = forms.ChoiceField(
        label="What happened?",
        choices=Appeal.Stage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happened"},
    )
    against = forms.ChoiceField(
        label="What is the appeal against?",
        choices=Appeal.Against.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    heard_on = GovukDateField(
        noun="The date of the hearing", label="When is it heard?", help_text=LIKE, required=False
    )
    outcome = long_text(
        "What did the court decide?",
        hint="Say what becomes of the conviction and the sentence. Do not name a victim or a witness",
        required=False,
        rows=3,
    )
    on = GovukDateField(noun="The date", label="When did it happen?", help_text=LIKE, not_in_future=True)

    rendering = {"stage": {"conditional": {stage: name for name, (stage, _) in OF_STAGE.items()}}}

    def clean(self) -> dict[str, Any]:
        """What a choice that was not made had revealed counts for nothing."""
        for name, (stage, nothing) in OF_STAGE.items():
            if self.cleaned_data.get("stage") != stage:
                self.cleaned_data[name] = nothing
        return self.cleaned_data
