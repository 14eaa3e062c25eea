from __future__ import annotations

from casework.forms import StepForm, long_text


class StandsForm(StepForm):
    """Asks for nothing: the decision that is shown stands."""


class AgainForm(StepForm):
    what_is_new = long_text(
        "What is new?",
        hint="The police consider it, and you review and decide again",
        error="Enter what is new",
        rows=3,
    )
