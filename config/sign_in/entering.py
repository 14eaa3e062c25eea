"""Signing somebody in who has proved who they are in another way than by our password."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils import timezone

from casework.people.models import User
from casework.sign_in.sessions import session_begin


def enter(request: HttpRequest, person: User, how: str) -> None:
    """The session gets another key, so that nobody who knew the old one is in it."""
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    session_begin(request=request, person=person, how=how, at=timezone.now())
