from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password

from casework.forms import choices_offer, line, plain_text
from casework.people.models import User


class CodeForm(forms.Form):
    """A code of the authenticator app or, where one may stand in for it, a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the code",
            "max_length": "Enter the six digits that the app shows, or a recovery code",
        },
    )
    rendering = {"code": {"width": 20}}


class AgainForm(CodeForm):
    """Signing in again, for a grave act."""

    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )
    field_order = ("password", "code")


class PasswordChooseForm(forms.Form):
    """A password of one's own in place of one that was given."""

    password = forms.CharField(
        label="New password",
        strip=False,
        validators=[plain_text],
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters, such as three words that do not belong together",
        error_messages={"required": "Enter a new password"},
    )
    again = forms.CharField(
        label="New password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the new password again"},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        if self.person.check_password(password):
            raise forms.ValidationError("Choose a password other than the one that you were given")
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise forms.ValidationError("Enter the same password again")
        return again


class ProviderLinkForm(forms.Form):
    """Whom an identity provider means."""

    provider = forms.ChoiceField(
        label="Identity provider",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select the identity provider",
            "invalid_choice": "Select an identity provider from the list",
        },
    )
    subject = line(
        "Identifier of the person there",
        255,
        error="Enter the identifier of the person there",
        hint="The claim “sub”, as the provider’s administrators see it",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        offered = settings.SIGN_IN_PROVIDERS.items()
        choices_offer(self, "provider", [(key, provider.name) for key, provider in offered])
