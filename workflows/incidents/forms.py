"""What an administrator is asked before something is put right."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.forms import long_text
from workflows.engine.nodes import CaseFlow


class RetryForm(forms.Form):
    """Asks for nothing but to go on."""


class SkipForm(forms.Form):
    reason = long_text(
        "Why is it skipped?",
        hint="This is kept in the activity of the case. Do not name a victim, witness or suspect",
        error="Enter why the step is skipped",
        rows=3,
    )


class DismissForm(forms.Form):
    reason = long_text(
        "What did you find?",
        hint="Do not name a victim, witness or suspect",
        error="Enter what you found",
        rows=3,
    )


class MoveForm(forms.Form):
    """Which step, of those of the work's own flow."""

    to = forms.ChoiceField(
        label="Which step does the work go to?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select the step to move the work to",
            "invalid_choice": "Select the step to move the work to",
        },
    )
    reason = long_text(
        "Why is it moved?",
        hint="This is kept in the activity of the case. Do not name a victim, witness or suspect",
        error="Enter why the work is moved",
        rows=3,
    )

    def __init__(self, *args: Any, flow: type[CaseFlow], **kwargs: Any):
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)  # noqa: S101 - as declared above
        to.choices = [(step.name, step.title) for step in flow.steps()]
