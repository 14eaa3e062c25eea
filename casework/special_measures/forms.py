from __future__ import annotations

from typing import Any

from django import forms

from casework.forms import StepForm, line, long_text
from casework.pages.dates import govuk_date
from casework.pages.fields import GovukDateField
from casework.special_measures.applications import Ruled
from casework.special_measures.measures import measures
from casework.special_measures.models import SpecialMeasuresApplication

Response = SpecialMeasuresApplication.Response
GRANTED, REFUSED = "granted", "refused"


class AskedForm(StepForm):
    """Who asked the victim, and when."""

    asked_by = line(
        "Who asked the victim?",
        100,
        hint="For example, the officer in the case or the ISVA",
        error="Enter who asked the victim",
    )
    asked_on = GovukDateField(
        noun="The date on which the victim was asked",
        label="When was the victim asked?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )


class WantForm(AskedForm):
    measures = forms.MultipleChoiceField(
        label="Which measures does the victim want?",
        help_text="Youth Justice and Criminal Evidence Act 1999. Select all that apply",
        choices=[(key, str(measure)) for key, measure in measures().items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select the measures that the victim wants"},
    )
    vulnerability = long_text(
        "Why is the victim a vulnerable witness?",
        hint="Only for an intermediary or aids to communication: under 18, or a disorder or disability "
        "(section 16)",
        required=False,
        rows=3,
    )
    needs = long_text("What does the victim need, and why?", error="Enter what the victim needs", rows=3)

    field_order = ("measures", "vulnerability", "needs", "asked_by", "asked_on")


class DeclineForm(AskedForm):
    decline_reason = long_text(
        "Why does the victim want none?",
        hint="In the victim's own words if you can",
        error="Enter why the victim wants no special measures",
        rows=3,
    )

    field_order = ("decline_reason", "asked_by", "asked_on")


class AssessAgainForm(StepForm):
    reason = long_text("What has changed?", error="Enter what has changed", rows=3)


class ApplyEarlyForm(StepForm):
    applied_on = GovukDateField(
        noun="The date of the application",
        label="When was the application served?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )


class ApplyForm(ApplyEarlyForm):
    late_reason = long_text("Why is it late?", required=False, rows=3)
    extension = long_text(
        "Which extension of time is asked for?",
        hint="It is asked for in the application itself",
        required=False,
        rows=2,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields[
            "late_reason"
        ].help_text = f"Only for an application after {govuk_date(self.record.due_on)}"


class ResponseForm(StepForm):
    response = forms.ChoiceField(
        label="What did the defence say of it?",
        choices=Response.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the defence said"},
    )
    responded_on = GovukDateField(
        noun="The date of the response",
        label="When was the response served?",
        help_text="Leave it empty if none was received. For example, 27 3 2026",
        required=False,
        not_in_future=True,
    )
    objection = long_text("What is objected to, and why?", required=False, rows=3)

    rendering = {"response": {"conditional": {Response.OPPOSED.value: "objection"}}}


class RulingForm(StepForm):
    """Each measure that was applied for, granted or refused with the court's reasons."""

    ruled_on = GovukDateField(
        noun="The date of the ruling",
        label="When did the court rule?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for key in self.record.measures:
            measure = measures()[key]
            self.fields[f"ruling_{key}"] = forms.ChoiceField(
                label=str(measure),
                choices=[(GRANTED, "Granted"), (REFUSED, "Refused")],
                widget=forms.RadioSelect,
                error_messages={"required": f"Select what the court ruled on {measure.short}"},
            )
            self.fields[f"reasons_{key}"] = long_text(
                f"The court's reasons on {measure.short}", required=False, rows=2
            )

    @property
    def rendering(self) -> dict[str, dict[str, Any]]:
        """The reasons are asked for where it was refused."""
        return {f"ruling_{key}": {"conditional": {REFUSED: f"reasons_{key}"}} for key in self.record.measures}

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        rulings = [
            Ruled(key, granted, "" if granted else said[f"reasons_{key}"])
            for key in self.record.measures
            for granted in [said[f"ruling_{key}"] == GRANTED]
        ]
        return {"ruled_on": said["ruled_on"], "rulings": rulings}


class NotNeededForm(StepForm):
    reason = long_text("Why is no application needed?", error="Enter why no application is needed", rows=3)
