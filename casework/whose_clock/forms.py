from __future__ import annotations

from typing import Any

from django import forms

from casework.forms import choices_offer, line, long_text
from casework.pages.fields import GovukDateField
from casework.whose_clock.categories import categories


class PauseForm(forms.Form):
    category = forms.ChoiceField(
        label="What are you waiting for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you are waiting for"},
    )
    awaited = line(
        "Which organisation are you waiting for?",
        100,
        error="Enter the organisation that you are waiting for",
        hint="Such as the forensic provider or the hospital trust. Do not name a person",
    )
    reason = long_text(
        "Why can the case not go on without it?",
        error="Enter why the case cannot go on without it",
        rows=3,
    )
    expected_on = GovukDateField(
        noun="The date you expect it",
        label="When do you expect it?",
        help_text="Your supervisor is shown a wait that lasts longer. For example, 27 3 2027",
        must_be_future=True,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices_offer(self, "category", list(categories().items()))


class RestartForm(forms.Form):
    ended_because = long_text(
        "Why is the wait over?",
        hint="Such as what has come, or why it is no longer needed",
        error="Enter why the wait is over",
        rows=3,
    )


class PeriodForm(forms.Form):
    """The days of a report, the first and the last included; without one it is open on that side."""

    first = GovukDateField(
        noun="The first day", label="First day", help_text="For example, 1 4 2026", required=False
    )
    last = GovukDateField(
        noun="The last day",
        label="Last day",
        help_text="For example, 30 6 2026",
        required=False,
        not_in_future=True,
    )

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must be the first day or later")
        return self.cleaned_data
