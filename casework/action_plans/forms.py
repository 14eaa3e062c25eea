from __future__ import annotations

from django import forms

from casework.action_plans.models import ActionPlanItem
from casework.forms import StepForm, long_text


class AnswerForm(StepForm):
    answer = forms.ChoiceField(
        label="What is your answer?",
        choices=ActionPlanItem.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select your answer"},
    )
    answer_detail = long_text(
        "Your response",
        hint="Say what has been done and where it is. If something cannot be done, say why",
        error="Enter your response",
    )


class AcceptAnswerForm(StepForm):
    """Nothing to enter: the button accepts the answer."""


class ReturnAnswerForm(StepForm):
    return_reason = long_text(
        "Why is the answer not enough?", error="Enter why the answer is not enough", rows=3
    )
