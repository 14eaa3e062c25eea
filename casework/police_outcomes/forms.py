from __future__ import annotations

from typing import Any

from django import forms

from casework.casefiles.models import Suspect
from casework.forms import StepForm, long_text
from casework.pages.fields import GovukDateField
from casework.police_outcomes.codes import codes_for, outcome_codes
from casework.police_outcomes.services import Ending

TOLD, NOT_TOLD = "told", "not_told"


class OutcomeForm(StepForm):
    """An outcome for each suspect, or one for a case without a suspect."""

    victim_told = forms.ChoiceField(
        label="Has the victim been told?",
        choices=[(TOLD, "Yes"), (NOT_TOLD, "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the victim has been told"},
    )
    victim_told_on = GovukDateField(
        noun="The date on which the victim was told",
        label="When was the victim told?",
        help_text="For example, 27 3 2026",
        required=False,
        not_in_future=True,
    )
    victim_not_told_reason = long_text("Why has the victim not been told?", required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.suspects: list[Suspect | None] = list(self.record.case_file.suspects.all()) or [None]
        asked_last = list(self.fields)
        for suspect in self.suspects:
            self._ask(suspect)
        self.order_fields([*(name for name in self.fields if name not in asked_last), *asked_last])

    def _ask(self, suspect: Suspect | None) -> None:
        """Ask for the outcome first, and beside it for what it rests on."""
        end, whose = _end_of(suspect), f" for {suspect}" if suspect else ""
        about = f" about {suspect}" if suspect else ""
        self.fields[f"code{end}"] = forms.ChoiceField(
            label=f"Which outcome{whose}?",
            choices=[(each.code, str(each)) for each in codes_for(suspect_identified=suspect is not None)],
            widget=forms.RadioSelect,
            error_messages={"required": f"Select which outcome{whose}"},
        )
        self.fields[f"reasons{end}"] = long_text(
            f"Reasons{whose}",
            hint="Include the lines of inquiry that were pursued, and why no others would help",
            error=f"Enter your reasons{whose}",
        )
        self.fields[f"victim_view{end}"] = long_text(
            f"What did the victim say{about}?",
            hint="Where the outcome says whether the victim supports action",
            required=False,
            rows=3,
        )

    rendering = {"victim_told": {"conditional": {TOLD: "victim_told_on", NOT_TOLD: "victim_not_told_reason"}}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for end in map(_end_of, self.suspects):
            outcome = outcome_codes().get(cleaned.get(f"code{end}", ""))
            if outcome and outcome.victim_view_needed and not cleaned.get(f"victim_view{end}"):
                self.add_error(f"victim_view{end}", "Enter what the victim said")
        told = cleaned.get("victim_told")
        if told == TOLD and not cleaned.get("victim_told_on") and "victim_told_on" not in self.errors:
            self.add_error("victim_told_on", "Enter the date on which the victim was told")
        if told == NOT_TOLD and not cleaned.get("victim_not_told_reason"):
            self.add_error("victim_not_told_reason", "Enter why the victim has not been told")
        return cleaned

    def arguments(self) -> dict[str, Any]:
        told = self.cleaned_data["victim_told"] == TOLD
        return {
            "endings": [self._ending(suspect) for suspect in self.suspects],
            "victim_told_on": self.cleaned_data["victim_told_on"] if told else None,
            "victim_not_told_reason": "" if told else self.cleaned_data["victim_not_told_reason"],
        }

    def _ending(self, suspect: Suspect | None) -> Ending:
        said = (self.cleaned_data[f"{name}{_end_of(suspect)}"] for name in ("code", "reasons", "victim_view"))
        return Ending(suspect, *said)


class ReopenForm(StepForm):
    reason = long_text("Why is the case reopened?", error="Enter why the case is reopened", rows=3)


def _end_of(suspect: Suspect | None) -> str:
    """How the names of a suspect's questions end."""
    return f"_{suspect.reference}" if suspect else ""
