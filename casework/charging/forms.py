from __future__ import annotations

from typing import Any

from django import forms

from casework.action_plans.models import ActionPlanItem
from casework.charging.models import ChargingDecision
from casework.forms import RepeatingStepForm, StepForm, choices_offer, long_text, plain_text
from casework.pages.fields import GovukDateField


class ChargeForm(StepForm):
    test_applied = forms.ChoiceField(
        label="Which test did you apply?",
        choices=ChargingDecision.Test.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select which test you applied"},
    )
    threshold_review_on = GovukDateField(
        noun="The date of review",
        label="When will the Threshold Test be reviewed?",
        help_text="For example, 27 3 2027",
        required=False,
        must_be_future=True,
    )
    charges = forms.MultipleChoiceField(
        label="Which charges do you authorise?",
        help_text="Select all that apply",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select the charges that you authorise"},
    )
    charged_on = GovukDateField(
        noun="The date of charge",
        label="When is the suspect charged?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )
    reasons = long_text(
        "Reasons",
        hint="The evidential stage for each charge, then the public interest stage",
        error="Enter your reasons",
    )

    rendering = {
        "test_applied": {"conditional": {ChargingDecision.Test.THRESHOLD.value: "threshold_review_on"}}
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offences = {str(offence.pk): offence for offence in self.record.case_file.offences.all()}
        choices_offer(self, "charges", [(key, offence.described) for key, offence in self.offences.items()])

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "charges": [self.offences[key] for key in self.cleaned_data["charges"]]}


class NoFurtherActionForm(StepForm):
    nfa_stage = forms.ChoiceField(
        label="At which stage does the case fail?",
        choices=ChargingDecision.NfaStage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select at which stage the case fails"},
    )
    meeting_on = GovukDateField(
        noun="The date of the meeting",
        label="When did you meet the investigator?",
        help_text="In person or by video, before this decision. For example, 27 3 2026",
        not_in_future=True,
    )
    reasons = long_text("Reasons", error="Enter your reasons")


class ItemForm(forms.Form):
    what = forms.CharField(
        label="What is needed?",
        max_length=250,
        validators=[plain_text],
        error_messages={
            "required": "Enter what is needed",
            "max_length": "What is needed must be 250 characters or less",
        },
    )
    why = long_text("Why is it needed?", error="Enter why it is needed", rows=2)
    category = forms.ChoiceField(
        label="Category",
        choices=[("", "Choose a category"), *ActionPlanItem.Category.choices],
        error_messages={"required": "Select a category"},
    )
    due_on = GovukDateField(
        noun="The date the answer is due",
        label="When is the answer due?",
        help_text="For example, 27 3 2027",
        must_be_future=True,
    )


class ActionPlanForm(RepeatingStepForm):
    part_form = ItemForm
    part_name = "Item"
    argument = "items"
