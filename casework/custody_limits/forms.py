from __future__ import annotations

from django import forms

from casework.custody_limits.models import CustodyTimeLimit
from casework.forms import StepForm, long_text
from casework.hearings.models import Court
from casework.pages.fields import GovukDateField

PAST, AHEAD = "For example, 27 3 2026", "For example, 27 3 2027"


def _held_from() -> GovukDateField:
    return GovukDateField(
        noun="The first day in custody",
        label="From which day was the defendant held?",
        help_text=f"The day itself does not count. {PAST}",
        not_in_future=True,
    )


class CustodyForm(forms.Form):
    held_from = _held_from()
    stage = forms.ChoiceField(
        label="Whose limit runs?",
        help_text="The magistrates’ court’s until the case is sent to the Crown Court",
        choices=Court.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whose limit runs"},
    )


class ExtendForm(StepForm):
    ordered_on = GovukDateField(
        noun="The date of the order",
        label="When did the court extend it?",
        help_text=PAST,
        not_in_future=True,
    )
    to = GovukDateField(
        noun="The new day",
        label="To which day?",
        help_text=f"The last day on which the defendant may be held. {AHEAD}",
        working_day=True,
    )
    reason = long_text(
        "Why did the court extend it?",
        hint="The good and sufficient cause, and that the prosecution acted with due diligence",
        error="Enter why the court extended the limit",
        rows=3,
    )


class BailForm(StepForm):
    released_on = GovukDateField(
        noun="The date of release", label="When was bail granted?", help_text=PAST, not_in_future=True
    )


class RemandForm(StepForm):
    held_from = _held_from()


class EndForm(StepForm):
    because = forms.ChoiceField(
        label="Why has it ended?",
        choices=CustodyTimeLimit.Because.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why it has ended"},
    )
    ended_on = GovukDateField(
        noun="The day on which it ended", label="On which day?", help_text=PAST, not_in_future=True
    )
