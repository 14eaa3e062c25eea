from __future__ import annotations

from typing import Any

from django import forms

from casework.forms import StepForm, line, long_text
from casework.hearings.models import Court, Hearing, Plea, Verdict
from casework.pages.clock_field import ClockField
from casework.pages.fields import GovukDateField

LIKE = "For example, 27 3 2027"
TO_SOME = "guilty_to_some"


def _day() -> GovukDateField:
    return GovukDateField(
        noun="The date of the hearing",
        label="When is it listed?",
        help_text=f"The day, or the first day of a warned list. {LIKE}",
    )


def _warned_to() -> GovukDateField:
    return GovukDateField(
        noun="The last day of the warned list",
        label="Last day of the warned list (optional)",
        help_text=f"Leave it empty for a fixed date. {LIKE}",
        required=False,
    )


def _starts_at() -> ClockField:
    return ClockField(
        what="The time", label="At what time? (optional)", help_text="For example, 10:30am", required=False
    )


def _court_name() -> forms.CharField:
    return line("Name of the court (optional)", 100, hint="Such as Birmingham Crown Court")


def _sits_confirmed() -> forms.BooleanField:
    return forms.BooleanField(
        label="The court has confirmed that it sits on this day",
        help_text="Only for a Saturday, a Sunday or a bank holiday",
        required=False,
    )


class HearingForm(forms.Form):
    kind = forms.ChoiceField(
        label="Which hearing is listed?",
        choices=Hearing.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select which hearing is listed"},
    )
    on = _day()
    warned_to = _warned_to()
    starts_at = _starts_at()
    court = forms.ChoiceField(
        label="Before which court?",
        choices=Court.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select before which court"},
    )
    court_name = _court_name()
    sits_confirmed = _sits_confirmed()
    rendering = {"kind": {"conditional": {Hearing.Kind.TRIAL: "warned_to"}}, "starts_at": {"width": 10}}

    def clean(self) -> dict[str, Any]:
        """What a choice that was not made had revealed counts for nothing."""
        if self.cleaned_data.get("kind") != Hearing.Kind.TRIAL:
            self.cleaned_data["warned_to"] = None
        return _timed(self.cleaned_data)


class RelistForm(StepForm):
    on = _day()
    warned_to = _warned_to()
    starts_at = _starts_at()
    court_name = _court_name()
    sits_confirmed = _sits_confirmed()
    reason = long_text(
        "Why is it listed anew?",
        hint="Do not name a victim or a witness",
        error="Enter why the hearing is listed anew",
        rows=2,
    )
    rendering = {"starts_at": {"width": 10}}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["court_name"].initial = self.record.court_name
        if self.record.kind != Hearing.Kind.TRIAL:
            del self.fields["warned_to"]

    def arguments(self) -> dict[str, Any]:
        return _timed(dict(self.cleaned_data))


class VacateForm(StepForm):
    reason = long_text(
        "Why is it vacated?",
        hint="Do not name a victim or a witness",
        error="Enter why the hearing is vacated",
        rows=2,
    )


class ResultForm(StepForm):
    result = long_text(
        "What came of the hearing?",
        hint="Pleas, verdicts and sentences are recorded on the page of the hearings, for each defendant",
        error="Enter what came of the hearing",
        rows=4,
    )


class PleaForm(forms.Form):
    plea = forms.ChoiceField(
        label="What did the defendant plead?",
        choices=[
            (Plea.Choice.GUILTY, "Guilty to every charge"),
            (Plea.Choice.NOT_GUILTY, "Not guilty to every charge"),
            (TO_SOME, "Guilty to some charges, not guilty to others"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the defendant pleaded"},
    )
    court = forms.ChoiceField(
        label="Before which court?",
        choices=Court.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select before which court"},
    )
    entered_on = GovukDateField(
        noun="The date of the plea", label="When was it entered?", help_text=LIKE, not_in_future=True
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("plea") == TO_SOME:
            self.cleaned_data |= {"plea": Plea.Choice.NOT_GUILTY, "guilty_to_some": True}
        return self.cleaned_data


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label="What was the verdict?",
        choices=Verdict.Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the verdict"},
    )
    on = GovukDateField(
        noun="The date of the verdict", label="When was it returned?", help_text=LIKE, not_in_future=True
    )


class SentenceForm(forms.Form):
    sentence = long_text(
        "What sentence did the court pass?",
        hint="With orders, such as a restraining order",
        error="Enter the sentence",
        rows=4,
    )
    on = GovukDateField(
        noun="The date of the sentence", label="When was it passed?", help_text=LIKE, not_in_future=True
    )


def _timed(cleaned: dict[str, Any]) -> dict[str, Any]:
    """No time is None, and not an empty text."""
    return {**cleaned, "starts_at": cleaned.get("starts_at") or None}
