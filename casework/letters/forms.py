from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from casework.forms import StepForm, choices_offer, long_text
from casework.letters.matters import Matter
from casework.letters.wording import begun, template_of
from casework.pages.fields import GovukDateField
from casework.review_rights.models import ReviewRight

PREFIX = "part_"


class OpenForm(forms.Form):
    matter = forms.ChoiceField(
        label="What is the letter about?",
        help_text="Victims and suspects are named by their references here",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the letter is about"},
    )

    def __init__(self, *args: Any, matters: Iterable[Matter], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices_offer(self, "matter", [(each.key, each.words) for each in matters])


class DraftForm(StepForm):
    """The date of the letter, and the parts of its template that are the drafter's."""

    dated_on = GovukDateField(
        noun="The date of the letter",
        label="What is the date of the letter?",
        help_text="The day on which it goes out: the days to ask for a review count from it. "
        "For example, 27 3 2027",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        suggested = begun(self.record)
        for part in template_of(self.record).to_write:
            hint = part.words if part.how == "write" else ""
            field = long_text(part.title, hint=hint, error=f"Enter what belongs under “{part.title}”")
            field.initial = suggested.get(part.key, "")
            self.fields[f"{PREFIX}{part.key}"] = field

    def arguments(self) -> dict[str, Any]:
        named = [name for name in self.cleaned_data if name.startswith(PREFIX)]
        written = {name.removeprefix(PREFIX): self.cleaned_data[name] for name in named}
        return {"dated_on": self.cleaned_data["dated_on"], "written": written}


class ConfirmForm(StepForm):
    """Nothing to enter."""


class ReturnForm(StepForm):
    return_reason = long_text(
        "What should be put right?", error="Enter what should be put right in the letter", rows=3
    )


class SentForm(StepForm):
    sent_on = GovukDateField(
        noun="The day it was sent",
        label="When was it sent?",
        help_text="For example, 27 3 2027",
        not_in_future=True,
    )
    sent_how = forms.ChoiceField(
        label="How was it sent?",
        choices=ReviewRight.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the letter was sent"},
    )
