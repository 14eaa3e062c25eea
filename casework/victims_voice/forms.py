from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from casework.forms import choices_offer, line, long_text
from casework.victims_voice.models import Heard
from casework.victims_voice.points import points, questions


class InviteForm(forms.Form):
    """After what the victim is invited: at each point once."""

    point = forms.ChoiceField(
        label="After what are you inviting the victim?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select after what you are inviting the victim"},
    )

    def __init__(self, *args: Any, invited: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        done = set(invited)
        choices_offer(self, "point", [(key, words) for key, words in points().items() if key not in done])


class CodeForm(forms.Form):
    code = line(
        "What is your code?",
        40,
        error="Enter the code that you were given",
        hint="16 letters and numbers, such as 7K2M-9QXV-4T0D-WH3C",
    )


class AnswerForm(forms.Form):
    """The questions, and a place for words of one's own that may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, question in questions().items():
            self.fields[name] = forms.ChoiceField(
                label=question,
                choices=Heard.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Select an answer to “{question}”"},
            )
        self.fields["words"] = long_text(
            "Is there anything else that you would like to say? (optional)",
            hint="Do not give names, places or dates, so that nobody can tell who you are",
            required=False,
            rows=5,
        )
