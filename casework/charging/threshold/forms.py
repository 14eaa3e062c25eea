from __future__ import annotations

from casework.forms import StepForm, long_text
from casework.pages.fields import GovukDateField


def review_day(label: str) -> GovukDateField:
    """The day on which a Threshold charge is looked at again."""
    return GovukDateField(
        noun="The date of the review", label=label, help_text="For example, 27 3 2027", must_be_future=True
    )


class FullCodeMetForm(StepForm):
    reasons = long_text(
        "Why is the Full Code Test met now?",
        hint="Both stages, for each charge",
        error="Enter why the Full Code Test is met",
    )


class WaitForm(StepForm):
    reasons = long_text(
        "Why is the Full Code Test not met yet?",
        hint="Say what is awaited, and why it can still be expected",
        error="Enter why the Full Code Test is not met yet",
    )
    review_on = review_day("When will the Threshold charge be reviewed again?")


class DiscontinueForm(StepForm):
    reasons = long_text(
        "Why do you recommend to discontinue?", error="Enter why you recommend to discontinue"
    )
