from __future__ import annotations

from typing import Any

from django import forms

from casework.forms import StepForm, long_text
from casework.pages.fields import GovukDateField
from casework.routes.reasons import RESPOND_BY

REQUEST_FIELDS = (
    "factual_summary",
    "lines_of_enquiry",
    "expected_outcomes",
    "issues",
    "advice_wanted",
    "evidential_material",
    "disclosable_material",
)


class RequestForm(StepForm):
    """The eight items of DG6, chapter 7; the first, the URN, is the case's own."""

    factual_summary = long_text("Factual summary", error="Enter a factual summary")
    lines_of_enquiry = long_text(
        "Lines of inquiry",
        hint="Those completed, ongoing and contemplated",
        error="Enter the lines of inquiry",
    )
    expected_outcomes = long_text(
        "Expected outcomes and timescales",
        hint="What the ongoing and contemplated inquiries should give, and when",
        error="Enter the expected outcomes and timescales",
    )
    issues = long_text(
        "Issues already identified",
        hint="Include any explanation that the suspect has given",
        error="Enter the issues already identified, or that there are none",
    )
    advice_wanted = long_text(
        "Matters on which you want advice", error="Enter the matters on which you want advice"
    )
    evidential_material = long_text(
        "Evidential material",
        hint="Such as ABE interviews and notes of the suspect's interview",
        error="Enter the evidential material, or that there is none yet",
    )
    disclosable_material = long_text(
        "Material that may be disclosable",
        error="Enter the material that may be disclosable, or that there is none",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(self.record, name) for name in REQUEST_FIELDS}


class NotSoughtForm(StepForm):
    reason = long_text(
        "Why is early advice not sought?",
        hint="The reason is kept with the case and inspected",
        error="Enter why early advice is not sought",
    )


class AsShownField(forms.IntegerField):
    """What the page shows, sent with its form. Shown again, the form has what the page then shows."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class AcknowledgeForm(StepForm):
    """Nothing to enter: the button is the acknowledgement of the version that the page shows."""

    seen = AsShownField(required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial = {"seen": self.record.advice.count()}


class SeekForm(StepForm):
    reason = long_text(
        "Why is early advice sought after all?", error="Enter why early advice is sought after all"
    )


class AppealAskForm(StepForm):
    why = long_text(
        "Why should an inspector appeal?",
        hint="Say what the rejection overlooks. The prosecutor sees it too",
        error="Enter why an inspector should appeal",
    )


class AppealForm(StepForm):
    grounds = long_text("Grounds of the appeal", error="Enter the grounds of the appeal")


class NoAppealForm(StepForm):
    grounds = long_text("Why do you not appeal?", error="Enter why you do not appeal")


class DismissForm(StepForm):
    reasons = long_text("Why do you dismiss the appeal?", error="Enter why you dismiss the appeal")
    respond_by = GovukDateField(
        noun=RESPOND_BY,
        label="When should the police respond by?",
        help_text="For example, 27 3 2027",
        must_be_future=True,
        working_day=True,
    )
