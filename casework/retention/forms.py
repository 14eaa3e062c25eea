from __future__ import annotations

from django import forms

from casework.casefiles.models import urn_normalised
from casework.retention.classes import classes


class ClassForm(forms.Form):
    kind = forms.ChoiceField(
        label="How long is the case kept?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select how long the case is kept",
            "invalid_choice": "Select how long the case is kept",
        },
        choices=lambda: [(each.code, f"{each.label}. {each.hint}") for each in classes().values()],
    )


class EraseForm(forms.Form):
    """The number of the case, typed: nobody erases one by pressing a button twice."""

    urn = forms.CharField(
        label="Enter the URN of the case to confirm",
        max_length=20,
        error_messages={
            "required": "Enter the URN of the case",
            "max_length": "URN must be 20 characters or less",
        },
    )

    def __init__(self, *args: object, of: str, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.of = of

    def clean_urn(self) -> str:
        if urn_normalised(self.cleaned_data["urn"]) != self.of:
            raise forms.ValidationError("Enter the URN as it is shown above")
        return self.of
