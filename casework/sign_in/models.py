"""How people prove who they are, and the browsers in which they are signed in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models


class SecondFactor(models.Model):
    """The key that a person's authenticator app shares with us. A person without one sets it up to get in."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.PROTECT, related_name="second_factor"
    )
    sealed = models.TextField(help_text="The key, sealed with the secret key of the installation")
    set_up_at = models.DateTimeField()
    last_step = models.BigIntegerField(
        help_text="The half minute whose code was taken last: it and earlier ones are taken no more"
    )

    def __str__(self) -> str:
        return f"second factor of {self.person_id}"


class RecoveryCode(models.Model):
    """A code that stands in for the app once. Only its digest is kept: 120 random bits need no slow hash."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code of {self.person_id}"


class GivenPassword(models.Model):
    """A person's password is one that somebody else knows: they choose their own as they sign in."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.PROTECT, related_name="given_password"
    )
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"given password of {self.person_id}"


class SignedInSession(models.Model):
    """Whose a session is. What else is known of it is in the session itself, and goes with it."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="signed_in")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sessions")

    def __str__(self) -> str:
        return f"session of {self.person_id}"


class ProviderLink(models.Model):
    """Whom an identity provider means by a subject. Made by an administrator, never by signing in."""

    provider = models.CharField(max_length=40, help_text="Its key in the settings")
    subject = models.CharField(max_length=255, help_text="The claim `sub`: it never changes there")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="provider_links"
    )
    linked_at = models.DateTimeField()

    class Meta:
        ordering = ["provider", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="provider_subject_is_one_person")
        ]

    def __str__(self) -> str:
        return f"{self.provider} link of {self.person_id}"
