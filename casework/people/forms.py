from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from casework.forms import choices_offer
from casework.organisations.models import Organisation
from casework.people.roles import CPS_ROLES, POLICE_ROLES, Role


class PersonAddForm(forms.Form):
    username = forms.CharField(
        label="Username", max_length=150, error_messages={"required": "Enter a username"}
    )
    rank = forms.CharField(label="Rank or grade", max_length=40, required=False)
    first_name = forms.CharField(
        label="First name", max_length=150, error_messages={"required": "Enter the first name"}
    )
    last_name = forms.CharField(
        label="Last name", max_length=150, error_messages={"required": "Enter the last name"}
    )
    email = forms.EmailField(
        label="Work email address",
        error_messages={
            "required": "Enter the work email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )
    role = forms.ChoiceField(
        label="Role", widget=forms.RadioSelect, error_messages={"required": "Select the role"}
    )
    unit = forms.ChoiceField(label="Unit", required=False, help_text="For an investigator or a supervisor")
    password = forms.CharField(
        label="First password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. They change it after signing in",
        error_messages={"required": "Enter a first password"},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        side = POLICE_ROLES if organisation.kind == Organisation.Kind.FORCE else CPS_ROLES
        roles = [role for role in Role if role in side or role in (Role.AUDITOR, Role.ADMINISTRATOR)]
        choices_offer(self, "role", [(role.value, role.label) for role in roles])
        self.units = {str(unit.pk): unit for unit in organisation.units.all()}
        choices_offer(
            self, "unit", [("", "No unit"), *((key, unit.name) for key, unit in self.units.items())]
        )

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "unit": self.units.get(self.cleaned_data["unit"])}
