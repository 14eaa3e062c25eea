from __future__ import annotations

from django import forms

from casework.forms import StepForm, long_text
from casework.pages.fields import GovukDateField
from casework.special_measures.section_28.models import Section28
from casework.special_measures.section_28.services import DONE

Position = Section28.Position


def done_on(position: str, label: str) -> GovukDateField:
    return GovukDateField(
        noun=DONE[Position(position)], label=label, help_text="For example, 27 3 2026", not_in_future=True
    )


class TellCourtForm(StepForm):
    done_on = done_on(Position.TELL_COURT, "When was the court told?")
    note = long_text("Note (optional)", required=False, rows=2)


class ServeForm(StepForm):
    done_on = done_on(Position.SERVE, "When were the transcript and the application served?")
    note = long_text("Note (optional)", required=False, rows=2)


class ReplyForm(StepForm):
    done_on = done_on(Position.REPLY, "When did the defence reply, or when was it found that it had not?")
    note = long_text("What does the defence say?", error="Enter what the defence says", rows=3)


class GroundRulesForm(StepForm):
    done_on = done_on(Position.GROUND_RULES, "When was the ground rules hearing?")
    note = long_text("Which ground rules were set?", hint="How, and for how long, questions are put", rows=3)


class RecordingForm(StepForm):
    done_on = done_on(Position.RECORDING, "When was the cross-examination recorded?")
    note = long_text("Note (optional)", required=False, rows=2)


class EndForm(StepForm):
    why = forms.ChoiceField(
        label="Why is section 28 not used?",
        choices=Section28.Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why section 28 is not used"},
    )
    detail = long_text("Say more", error="Enter more on why section 28 is not used", rows=3)
