"""The two answers of a triage, the same for every route: accept and allocate, or send back with reasons."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.forms import LongTextField, StepForm, choices_offer, long_text, plain_text
from casework.pages.fields import GovukDateField
from casework.people.choices import people_over
from casework.people.roles import Role
from casework.routes.reasons import RESPOND_BY, RejectionReason

DETAIL_LIMIT = 250


class AcceptForm(StepForm):
    """Accept, and allocate to a prosecutor or leave it to any of the area."""

    prosecutor = forms.ChoiceField(
        label="Which prosecutor takes it?",
        required=False,
        help_text="Leave it open to any prosecutor of the area",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.prosecutors = {
            str(person.pk): person for person in people_over(self.record.case_file, Role.PROSECUTOR)
        }
        names = [(key, person.signature) for key, person in self.prosecutors.items()]
        choices_offer(self, "prosecutor", [("", "Any prosecutor of the area"), *names])

    def arguments(self) -> dict[str, Any]:
        return {"prosecutor": self.prosecutors.get(self.cleaned_data["prosecutor"])}


class RejectForm(StepForm):
    """Send back: the reasons, each with a detail if there is one, what must be put right, and by when."""

    reasons = forms.MultipleChoiceField(
        label="Why are you sending it back?",
        help_text="Select all that apply",
        choices=RejectionReason.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select why you are sending it back"},
    )
    detail = long_text(
        "What must be put right?",
        hint="Say what is missing and where",
        error="Enter what must be put right",
        rows=3,
    )
    respond_by = GovukDateField(
        noun=RESPOND_BY,
        label="When should the police respond by?",
        help_text="For example, 27 3 2027",
        must_be_future=True,
        working_day=True,
    )

    rendering = {
        "reasons": {"conditional": {reason.value: f"detail_{reason.value}" for reason in RejectionReason}},
        **{f"detail_{reason.value}": {"rows": 2} for reason in RejectionReason},
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for reason in RejectionReason:
            self.fields[f"detail_{reason.value}"] = detail_of(reason)

    def arguments(self) -> dict[str, Any]:
        """The details by reason. One that was typed for a reason which is not selected is left out."""
        cleaned = dict(self.cleaned_data)
        typed = {code: cleaned.pop(f"detail_{code}") for code in RejectionReason.values}
        return {**cleaned, "details": {code: typed[code] for code in cleaned["reasons"] if typed[code]}}


def detail_of(reason: RejectionReason) -> LongTextField:
    """The box in which a reason may be said more of."""
    return LongTextField(
        label=f"Details (optional): {reason.label}",
        required=False,
        max_length=DETAIL_LIMIT,
        widget=forms.Textarea,
        validators=[plain_text],
        error_messages={
            "max_length": f"Details of “{reason.label}” must be {DETAIL_LIMIT} characters or less"
        },
    )
