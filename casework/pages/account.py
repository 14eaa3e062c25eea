"""allauth's account forms with labels and errors in the GOV.UK style (setting ACCOUNT_FORMS)."""

from typing import Any

from allauth.account import forms
from django.core.exceptions import ValidationError


class LoginForm(forms.LoginForm):  # type: ignore[misc]
    """Signing in with a username and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "login", "Username", "Enter your username")
        reword(self, "password", "Password", "Enter your password")

    def clean(self) -> Any:
        """Say in our words that the pair is wrong, and never which of the two."""
        try:
            return super().clean()
        except ValidationError as refusal:
            if refusal.code != "username_password_mismatch":
                raise
            raise ValidationError("The username or password is not correct", code=refusal.code) from None


class ChangePasswordForm(forms.ChangePasswordForm):  # type: ignore[misc]
    """Changing one's own password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        rules = self.base_fields["password1"].help_text
        super().__init__(*args, **kwargs)
        reword(self, "oldpassword", "Current password", "Enter your current password")
        reword(self, "password1", "New password", "Enter a new password", rules)
        reword(self, "password2", "New password again", "Enter the new password again")


def reword(form: Any, name: str, label: str, required: str, help_text: Any = "") -> None:
    """Give a field our label, our words for an empty answer and, in place of allauth's, our hint or none."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.error_messages["required"] = required
