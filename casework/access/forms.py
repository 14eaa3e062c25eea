"""Whom to bar or to put on the list of a restricted case, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from casework.access.models import CaseBar
from casework.casefiles.models import CaseFile
from casework.forms import line, long_text
from casework.people.models import Membership, User

NOBODY_OF_THAT_NAME = "Enter the user name of somebody who works in the force or the area"
NO_ACCOUNT = "Enter the user name of somebody who has, or had, an account here"


class ReasonForm(forms.Form):
    reason = long_text("Reason", error="Enter a reason", rows=3)


class PersonForm(forms.Form):
    """Somebody of the force or the area, by user name: a list of all of them would be long."""

    person = line("User name", 150, error="Enter their user name")
    reason = long_text("Reason", error="Enter a reason", rows=3)

    def __init__(self, *args: Any, case: CaseFile, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.case = case

    def clean_person(self) -> User:
        return _person_named(self.cleaned_data["person"], self.case)


class BarForm(PersonForm):
    kind = forms.ChoiceField(
        label="Why may they have no part in the case?",
        choices=CaseBar.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select why they may have no part in the case",
            "invalid_choice": "Select why they may have no part in the case",
        },
    )
    field_order = ["person", "kind", "reason"]

    def clean_person(self) -> User:
        return _anybody_named(self.cleaned_data["person"])


class RestrictForm(forms.Form):
    """Who else may see it, one user name a line."""

    people = long_text(
        "Who else may see the case? (optional)",
        hint="One user name a line. You and the officer in the case are on the list already",
        required=False,
        rows=4,
    )
    reason = long_text("Reason", error="Enter a reason", rows=3)

    def __init__(self, *args: Any, case: CaseFile, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.case = case

    def clean_people(self) -> list[User]:
        names = [name.strip() for name in self.cleaned_data["people"].splitlines() if name.strip()]
        return [_person_named(name, self.case) for name in names]


def _anybody_named(name: str) -> User:
    """Also of elsewhere, or who works no more: they may come here. One query. Raises ValidationError."""
    found = User.objects.filter(username__iexact=name.strip()).first()
    if found is None:
        raise forms.ValidationError(NO_ACCOUNT)
    return found


def _person_named(name: str, case: CaseFile) -> User:
    """One query. Raises ValidationError for nobody who works in the force or the area."""
    places = [case.force_id, case.area_id]
    held = Membership.objects.in_force(timezone.localdate()).filter(organisation__in=places)
    found = User.objects.filter(username__iexact=name, is_active=True, pk__in=held.values("person")).first()
    if found is None:
        raise forms.ValidationError(NOBODY_OF_THAT_NAME)
    return found
