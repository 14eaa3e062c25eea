from __future__ import annotations

from django import forms

from casework.forms import long_text
from casework.pages.fields import GovukDateField


class TrialForm(forms.Form):
    on = GovukDateField(
        noun="The date of the trial",
        label="When is the trial listed?",
        help_text="For example, 27 3 2027",
        must_be_future=True,
    )
    reason = long_text(
        "Why is it listed anew?", hint="Only when the trial had a date before", required=False, rows=2
    )
