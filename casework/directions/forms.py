from __future__ import annotations

from typing import Any

from django import forms

from casework.directions.models import DateDirection
from casework.forms import long_text
from casework.pages.fields import GovukDateField


class DirectionForm(forms.Form):
    """A new date in place of what a rule says. Which of several dates is in the address of the page."""

    kind = forms.ChoiceField(
        label="Who set the new date?",
        choices=[
            (DateDirection.Kind.DIRECTED, "The court directed it"),
            (DateDirection.Kind.EXTENDED, "The court extended the time"),
            (DateDirection.Kind.AGREED, "It was agreed"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select who set the new date"},
    )
    decided_on = GovukDateField(
        noun="The date of the decision",
        label="When was that?",
        help_text="For example, 27 3 2027",
        not_in_future=True,
    )
    to = GovukDateField(
        noun="The new date", label="What is the new date?", help_text="For example, 27 3 2027"
    )
    reason = long_text(
        "What was directed or agreed, and why?",
        error="Enter what was directed or agreed, and why",
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
