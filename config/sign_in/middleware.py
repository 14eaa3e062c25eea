"""No session outlives its limits, and none that was not signed in to as it must be gives a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from casework.sign_in.sessions import session_ends_at, session_how, session_touch


class SessionLimitsMiddleware:
    """Ends a session 15 minutes after its last request, 12 hours after it began, or if nobody marked it.

    And one that came in by what the settings no longer name: its person could not sign in again.

    The rest of the request is then that of somebody who is signed out. A request without a cookie of a
    session costs nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and SESSION_KEY in request.session:
            request.session_ends_at = kept_until(request, timezone.now())  # type: ignore[attr-defined]
        return self.get_response(request)


def kept_until(request: HttpRequest, now: datetime) -> datetime | None:
    """When the session ends without another request; None if it has just been ended."""
    ends_at = session_ends_at(request.session)
    if ends_at is None or now >= ends_at or not is_way_in(session_how(request.session)):
        logout(request)
        return None
    session_touch(request.session, now)
    return session_ends_at(request.session)


def is_way_in(how: str) -> bool:
    """Whether people sign in in this way here, as the settings are now."""
    demonstration = settings.DEMONSTRATION and how == "demonstration"
    return how == "password" or demonstration or how in settings.SIGN_IN_PROVIDERS
