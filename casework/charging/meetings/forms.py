from __future__ import annotations

from typing import Any

from django import forms

from casework.charging.meetings.models import ChargingMeeting
from casework.charging.meetings.selectors import meeting_words, meetings_to_answer
from casework.charging.meetings.services import INVESTIGATES, PROSECUTES
from casework.forms import StepForm, choices_offer, long_text
from casework.pages.fields import GovukDateField
from casework.people.choices import people_over
from casework.people.models import User
from casework.people.roles import Role


class MeetingForm(StepForm):
    held_on = GovukDateField(
        noun="The date of the meeting",
        label="When did you meet?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )
    how = forms.ChoiceField(
        label="How did you meet?",
        choices=ChargingMeeting.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you met"},
    )
    investigator = forms.ChoiceField(
        label="Who attended for the police?",
        error_messages={"required": "Select who attended for the police"},
    )
    prosecutor = forms.ChoiceField(
        label="Who attended for the CPS?", error_messages={"required": "Select who attended for the CPS"}
    )
    discussed = long_text(
        "What was discussed?",
        hint="Include what further inquiries were considered, and why they would or would not help",
        error="Enter what was discussed",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people: dict[str, User] = {}
        self._offer("investigator", INVESTIGATES, self.record.case_file.officer_in_case)
        self._offer("prosecutor", PROSECUTES, self.record.prosecutor)

    def _offer(self, name: str, roles: tuple[Role, ...], usual: User | None) -> None:
        """Everybody who works on the case in one of the roles, each once. A query a role."""
        found = {
            str(person.pk): person for role in roles for person in people_over(self.record.case_file, role)
        }
        self.people |= found
        choices = [(key, person.signature) for key, person in found.items()]
        choices_offer(self, name, [("", "Choose a person"), *choices])
        self.initial = {**self.initial, name: str(usual.pk) if usual else ""}

    def arguments(self) -> dict[str, Any]:
        attended = {name: self.people[self.cleaned_data[name]] for name in ("investigator", "prosecutor")}
        return {**self.cleaned_data, **attended}


class MeetingAnswerForm(StepForm):
    meeting = forms.ChoiceField(
        label="Which meeting?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select which meeting"},
    )
    answer = forms.ChoiceField(
        label="Is the record of the meeting right?",
        choices=[("confirmed", "Yes, it is right"), ("disputed", "No, it is not right")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the record of the meeting is right"},
    )
    reason = long_text("What is not right?", required=False, rows=3)

    rendering = {"answer": {"conditional": {"disputed": "reason"}}}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.meetings = {str(meeting.pk): meeting for meeting in meetings_to_answer(self.record)}
        choices_offer(self, "meeting", [(key, meeting_words(each)) for key, each in self.meetings.items()])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "disputed" and not cleaned.get("reason"):
            self.add_error("reason", "Enter what is not right")
        return cleaned

    def arguments(self) -> dict[str, Any]:
        disputed = self.cleaned_data["answer"] == "disputed"
        return {
            "meeting": self.meetings[self.cleaned_data["meeting"]],
            "answer": self.cleaned_data["answer"],
            "reason": self.cleaned_data["reason"] if disputed else "",
        }
