"""A browser of somebody who is signed in."""

from __future__ import annotations

from django.conf import settings
from django.test import Client
from django.utils import timezone

from casework.people.models import User
from casework.sign_in.sessions import session_mark


def signed_in(person: User) -> Client:
    """As after all stages of signing in."""
    browser = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    browser.force_login(person)
    session = browser.session
    session_mark(session, how="password", at=timezone.now())
    session.save()
    return browser
