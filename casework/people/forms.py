from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import ASCIIUsernameValidator

from casework.forms import choices_offer, line, plain_text
from casework.organisations.models import Organisation
from casework.pages.fields import GovukDateField
from casework.people.models import User
from casework.people.roles import roles_in

# What the password may not be like.
PERSONAL = ("username", "first_name", "last_name", "email")


class RoleForm(forms.Form):
    """A role in an organisation: those of its side, auditor and administrator."""

    role = forms.ChoiceField(
        label="Role",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the role", "invalid_choice": "Select a role from the list"},
    )
    unit = forms.ChoiceField(
        label="Unit",
        required=False,
        help_text="For an investigator or a supervisor",
        error_messages={"invalid_choice": "Select a unit from the list"},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        choices_offer(self, "role", [(role.value, role.label) for role in roles_in(organisation)])
        self.units = {str(unit.pk): unit for unit in organisation.units.all()}
        choices_offer(
            self, "unit", [("", "No unit"), *((key, unit.name) for key, unit in self.units.items())]
        )

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "unit": self.units.get(self.cleaned_data["unit"])}


class RoleAddForm(RoleForm):
    username = forms.CharField(
        label="Username",
        max_length=150,
        validators=[plain_text],
        error_messages={
            "required": "Enter their username",
            "max_length": "Username must be 150 characters or less",
        },
    )
    ends_on = GovukDateField(
        noun="The last day",
        label="Last day (optional)",
        required=False,
        help_text="The role ends by itself after it. Somebody of elsewhere, on secondment, needs one",
    )
    field_order = ("username", "role", "unit", "ends_on")


class PersonAddForm(RoleForm):
    username = forms.CharField(
        label="Username",
        max_length=150,
        validators=[
            ASCIIUsernameValidator(
                message="Username must only include letters a to z, numbers and the characters @ . + - _"
            )
        ],
        error_messages={
            "required": "Enter a username",
            "max_length": "Username must be 150 characters or less",
        },
    )
    rank = line("Rank or grade", 40)
    first_name = line("First name", 150, error="Enter the first name")
    last_name = line("Last name", 150, error="Enter the last name")
    email = forms.EmailField(
        label="Work email address",
        max_length=254,
        error_messages={
            "required": "Enter the work email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
            "max_length": "Work email address must be 254 characters or less",
        },
    )
    phone = line("Work telephone", 30, hint="Shown on the cases that they work on")
    password = forms.CharField(
        label="First password",
        strip=False,
        validators=[plain_text],
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. They change it after signing in",
        error_messages={"required": "Enter a first password"},
    )
    # The password is judged last, beside what it may not be like.
    field_order = (
        "username",
        "rank",
        "first_name",
        "last_name",
        "email",
        "phone",
        "role",
        "unit",
        "password",
    )

    def clean_password(self) -> str:
        known = {name: self.cleaned_data.get(name, "") for name in PERSONAL}
        validate_password(self.cleaned_data["password"], User(**known))
        return self.cleaned_data["password"]
