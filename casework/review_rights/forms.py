from __future__ import annotations

from typing import Any

from django import forms

from casework.forms import StepForm, long_text
from casework.pages.fields import GovukDateField
from casework.review_rights.models import ReviewRight


class TellForm(StepForm):
    told_on = GovukDateField(
        noun="The date of the letter",
        label="What is the date of the letter?",
        help_text="It gives the reasons, and explains the right to a review. For example, 27 3 2026",
        not_in_future=True,
    )
    told_how = forms.ChoiceField(
        label="How was it sent?",
        choices=ReviewRight.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the letter was sent"},
    )


class TellReviewForm(TellForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["told_on"].help_text = "It says what came of the review, and why. For example, 27 3 2026"


class AskForm(StepForm):
    asked_on = GovukDateField(
        noun="The date of the request",
        label="When did the victim ask for a review?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )
    late_reason = long_text(
        "Why is a late request taken?",
        hint="Only for a request after the days that the letter gave",
        required=False,
        rows=3,
    )


class ReviewForm(StepForm):
    reasons = long_text(
        "Reasons", hint="The victim is given them, so explain them plainly", error="Enter your reasons"
    )
