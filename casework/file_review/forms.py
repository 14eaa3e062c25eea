from __future__ import annotations

from typing import Any

from django import forms

from casework.file_review.checklist import CHECKLIST, ChecklistItem
from casework.file_review.models import ChecklistAnswer
from casework.forms import StepForm, long_text, plain_text

Found = ChecklistAnswer.Found


class ChecklistForm(StepForm):
    """Each item of the file standard, found present, not applicable (why?) or missing."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        said = self.record.answers.filter(round=self.record.round, checker=ChecklistAnswer.Checker.SUBMITTER)
        known = {answer.item: answer for answer in said}
        for item in CHECKLIST:
            self._ask(item, known.get(item.key))

    def _ask(self, item: ChecklistItem, known: ChecklistAnswer | None) -> None:
        self.fields[f"found_{item.key}"] = forms.ChoiceField(
            label=item.label,
            help_text=self.hint(item, known),
            choices=Found.choices,
            widget=forms.RadioSelect,
            error_messages={"required": f"Select what you found of {_mid_sentence(item.label)}"},
        )
        self.fields[f"reason_{item.key}"] = forms.CharField(
            label="Why does it not apply?",
            required=False,
            max_length=250,
            validators=[plain_text],
            error_messages={
                "max_length": f"The reason for {_mid_sentence(item.label)} must be 250 characters or less"
            },
        )
        self.remember(item, known)

    def hint(self, item: ChecklistItem, known: ChecklistAnswer | None) -> str:
        return item.hint

    def remember(self, item: ChecklistItem, known: ChecklistAnswer | None) -> None:
        """Nothing is filled in for the person unless a form says so."""

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
            f"found_{item.key}": {
                "classes": "govuk-radios--small",
                "conditional": {Found.NOT_APPLICABLE.value: f"reason_{item.key}"},
            }
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
    """The label inside a sentence: names of forms and titles keep their capitals."""
    keeps = label[:2].isupper() or label.istitle()
    return label if keeps else f"{label[0].lower()}{label[1:]}"


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
        self._begin_with(code_test=self.record.code_test, case_summary=self.record.case_summary)

    def remember(self, item: ChecklistItem, known: ChecklistAnswer | None) -> None:
        """A correction begins with what was found of the last round."""
        if known:
            self._begin_with(**{f"found_{item.key}": known.found, f"reason_{item.key}": known.reason})

    def _begin_with(self, **values: str) -> None:
        self.initial = {**self.initial, **values}


class VerifyForm(ChecklistForm):
    """The gatekeeper's own finding of each item, beside what the submitter said."""

    def hint(self, item: ChecklistItem, known: ChecklistAnswer | None) -> str:
        said = f"The submitter says: {known.get_found_display().lower()}" if known else ""
        return ". ".join(part for part in (item.hint, said) if part)


class SignOffForm(StepForm):
    supervisor_comments = long_text(
        "Supervisor's comments", hint="Say why both stages of the Code are met", error="Enter your comments"
    )
