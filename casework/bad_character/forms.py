from __future__ import annotations

from typing import Any

from django import forms

from casework.bad_character.models import BadCharacterItem, Gateway
from casework.forms import RepeatingStepForm, StepForm, long_text
from casework.pages.fields import GovukDateField


def checked_on(where: str) -> GovukDateField:
    return GovukDateField(
        noun=f"The date of the {where} check",
        label=f"When was the {where} check made?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )


class ChecksForm(StepForm):
    pnc_checked_on = checked_on("PNC")
    pnd_checked_on = checked_on("PND")
    local_checked_on = checked_on("local intelligence")


class NilForm(ChecksForm):
    """Checks made, nothing found."""

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "items": []}


class FoundItemForm(forms.Form):
    kind = forms.ChoiceField(
        label="What was found?",
        choices=[("", "Choose what was found"), *BadCharacterItem.Kind.choices],
        error_messages={"required": "Select what was found"},
    )
    facts = long_text(
        "Facts", hint="The facts, and not only an entry in a record", error="Enter the facts", rows=3
    )
    happened_on = GovukDateField(
        noun="The date it happened",
        label="When did it happen?",
        help_text="If it is known. For example, 27 3 2019",
        required=False,
        not_in_future=True,
    )


class FoundForm(RepeatingStepForm, ChecksForm):
    part_form = FoundItemForm
    part_name = "Item"
    argument = "items"


class ReviewForm(StepForm):
    assessment = long_text(
        "Your assessment",
        hint="Does the history show propensity? Does it make guilt likelier? Would reliance on it be unjust?",
        error="Enter your assessment",
    )


class AskMoreForm(StepForm):
    return_reason = long_text(
        "What should the police look into?", error="Enter what the police should look into", rows=3
    )


class PursueForm(StepForm):
    gateways = forms.MultipleChoiceField(
        label="Through which gateways?",
        help_text="Criminal Justice Act 2003, section 101(1). Select all that apply",
        choices=Gateway.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select the gateways"},
    )
    reasons = long_text("Reasons", error="Enter your reasons")


class LeaveForm(StepForm):
    reasons = long_text("Reasons", error="Enter your reasons")
