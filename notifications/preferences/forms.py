from __future__ import annotations

from typing import Any

from django import forms

from casework.pages.clock_field import ClockField
from notifications.preferences.models import Preference

Rhythm = Preference.Rhythm


class PreferenceForm(forms.Form):
    rhythm = forms.ChoiceField(
        label="When do you want emails?",
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select when you want emails"},
    )
    quiet_from = ClockField(
        what="When the quiet hours begin",
        label="Quiet hours begin",
        required=False,
        help_text="Leave both empty for none. For example, 7pm",
    )
    quiet_to = ClockField(
        what="When the quiet hours end", label="Quiet hours end", required=False, help_text="For example, 7am"
    )
    working_days_only = forms.BooleanField(
        label="Only on working days",
        required=False,
        help_text="What comes on a weekend or a bank holiday waits for the next working day",
    )

    rendering = {
        "rhythm": {
            "hints": {
                Rhythm.AT_ONCE: "An email for each notice",
                Rhythm.DAILY: "One email at 8:15am",
                Rhythm.WEEKLY: "One email on Monday at 8:15am. A due date may pass before it comes",
            }
        },
        "quiet_from": {"width": 10},
        "quiet_to": {"width": 10},
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})

    def arguments(self) -> dict[str, Any]:
        """What is chosen, as the service takes it."""
        chosen = self.cleaned_data
        return {**chosen, "quiet_from": chosen["quiet_from"] or None, "quiet_to": chosen["quiet_to"] or None}


def initial_of(preference: Preference | None) -> dict[str, Any]:
    """The choices in force, for the form."""
    if preference is None:
        return {"rhythm": Rhythm.AT_ONCE}
    return {name: getattr(preference, name) for name in PreferenceForm.base_fields}
