from __future__ import annotations

from typing import Any

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
    reason = long_text("Why is it listed anew?", error="Enter why the trial is listed anew", rows=2)

    def __init__(self, *args: Any, listed: bool, **kwargs: Any):
        """`listed`: the trial has a date already, so that another needs a reason.

        A reason that is sent is kept, for somebody may have listed the trial meanwhile.
        """
        super().__init__(*args, **kwargs)
        if not listed and "reason" not in self.data:
            del self.fields["reason"]
