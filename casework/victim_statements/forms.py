from __future__ import annotations

from django import forms

from casework.forms import StepForm
from casework.pages.fields import GovukDateField
from casework.victim_statements.models import ReadAloud


class OfferForm(StepForm):
    offered_on = GovukDateField(
        noun="The date of the offer",
        label="When was the statement explained and offered?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )


class AnswerForm(StepForm):
    answered_on = GovukDateField(
        noun="The date of the answer",
        label="When did the victim answer?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )


class TakeForm(StepForm):
    made_on = GovukDateField(
        noun="The date of the statement",
        label="When was the statement made?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )
    read_aloud = forms.ChoiceField(
        label="What does the victim want done with it in court?",
        help_text="The court decides whether it is read",
        choices=ReadAloud.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the victim wants done with the statement"},
    )


class ConfirmForm(StepForm):
    """Nothing to enter: the button is the record."""
