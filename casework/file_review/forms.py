from __future__ import annotations

from typing import Any

from django import forms

from casework.early_advice.forms import RejectForm
from casework.file_review.checklist import CHECKLIST
from casework.file_review.models import ChecklistAnswer
from casework.forms import StepForm, long_text

Found = ChecklistAnswer.Found


class ChecklistForm(StepForm):
    """Each item of the file standard, found present, not applicable (why?) or missing."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = {answer.item: answer for answer in self.record.answers.filter(round=self.record.round)}
        for item in CHECKLIST:
            answer = known.get(item.key)
            self.fields[f"found_{item.key}"] = forms.ChoiceField(
                label=item.label,
                help_text=item.hint,
                choices=Found.choices,
                widget=forms.RadioSelect,
                initial=answer.found if answer else None,
                error_messages={"required": f"Select whether {_mid_sentence(item.label)} is present"},
            )
            self.fields[f"reason_{item.key}"] = forms.CharField(
                label=f"Why is {_mid_sentence(item.label)} not applicable?",
                required=False,
                max_length=250,
                initial=answer.reason if answer else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for item in CHECKLIST:
            if cleaned.get(f"found_{item.key}") == Found.NOT_APPLICABLE and not cleaned.get(
                f"reason_{item.key}"
            ):
                self.add_error(
                    f"reason_{item.key}", f"Enter why {_mid_sentence(item.label)} is not applicable"
                )
        return cleaned

    @property
    def rendering(self) -> dict[str, dict[str, Any]]:
        """The reason is shown under the choice "not applicable"."""
        return {
            f"found_{item.key}": {"conditional": {Found.NOT_APPLICABLE.value: f"reason_{item.key}"}}
            for item in CHECKLIST
        }

    def arguments(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        checklist = {
            item.key: (cleaned.pop(f"found_{item.key}"), cleaned.pop(f"reason_{item.key}"))
            for item in CHECKLIST
        }
        return {**cleaned, "checklist": checklist}


def _mid_sentence(label: str) -> str:
    return label if label[:2].isupper() else f"{label[0].lower()}{label[1:]}"


class SubmitForm(ChecklistForm):
    code_test = forms.ChoiceField(
        label="Which test should the prosecutor apply?",
        choices=[("full_code", "Full Code Test"), ("threshold", "Threshold Test")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select which test the prosecutor should apply"},
    )
    case_summary = long_text(
        "Summary of the case",
        hint="Include what points away from the suspect, and the likely defence",
        error="Enter a summary of the case",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial = {"code_test": self.record.code_test, "case_summary": self.record.case_summary}


class SignOffForm(StepForm):
    supervisor_comments = long_text(
        "Supervisor's comments", hint="Say why both stages of the Code are met", error="Enter your comments"
    )


class ReturnForm(RejectForm):
    pass
