from __future__ import annotations

from django import forms


class WitnessRequirementForm(forms.Form):
    required = forms.TypedChoiceField(
        label="Must the victim give evidence?",
        help_text="As the prosecutor has decided. The victim is told of it",
        choices=[("yes", "Yes, the victim must give evidence"), ("no", "No, or no longer")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": "Select whether the victim must give evidence"},
    )
