from __future__ import annotations

from typing import Any

from django import forms

from casework.forms import long_text


class ReasonForm(forms.Form):
    """Why an auditor looks."""

    reason = long_text(
        "Why do you need to look?",
        hint="Give the complaint, the inquiry or the check. Your reason is kept with what you open",
        error="Enter why you need to look",
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
