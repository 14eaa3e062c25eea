from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from casework.forms import choices_offer
from casework.pages.fields import GovukDateField
from casework.people.models import User


class ColleagueForm(forms.Form):
    """Whose time away a lead records."""

    person = forms.ChoiceField(
        label="Who is away?",
        error_messages={"required": "Select who is away", "invalid_choice": "Select who is away"},
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        names = [(str(person.pk), person.signature) for person in people]
        choices_offer(self, "person", [("", "Select a colleague"), *names])


class AwayForm(forms.Form):
    """The days away, and who stands in; `colleagues` are those who may."""

    starts_on = GovukDateField(
        noun="The first day away", label="First day away", help_text="For example, 27 3 2027"
    )
    ends_on = GovukDateField(
        noun="The last day away",
        label="Last day away",
        help_text="They are back on the day after. For example, 7 4 2027",
    )
    stand_in = forms.ChoiceField(
        label="Who stands in?",
        help_text="They have the same role in the same place, can do the work and are told of its dates",
        error_messages={
            "required": "Select who stands in",
            "invalid_choice": "Select a colleague from the list",
        },
    )

    def __init__(self, *args: Any, colleagues: Iterable[User], **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        self.colleagues = {str(colleague.pk): colleague for colleague in colleagues}
        names = [(key, colleague.signature) for key, colleague in self.colleagues.items()]
        choices_offer(self, "stand_in", [("", "Select a colleague"), *names])

    def clean_stand_in(self) -> User:
        return self.colleagues[self.cleaned_data["stand_in"]]
