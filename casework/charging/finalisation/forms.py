from __future__ import annotations

from casework.forms import StepForm, long_text


class FinaliseForm(StepForm):
    reason = long_text(
        "Why is the case finalised?",
        hint="Say what was asked of the police, and what was done to obtain it",
        error="Enter why the case is finalised",
    )


class TakeUpForm(StepForm):
    reason = long_text("What is new?", hint="Say what material there is now", error="Enter what is new")
