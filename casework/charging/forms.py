from __future__ import annotations

from typing import Any

from django import forms

from casework.charging.models import ChargingDecision
from casework.forms import StepForm, choices_offer, long_text
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
