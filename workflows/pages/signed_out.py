from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseRedirect

from workflows.pages.unsent import unsent_hold


class SignedOutMiddleware(LoginRequiredMiddleware):
    """Sends who is signed out to the sign-in page, and keeps what they had typed into a form of a case."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        if request.method == "POST":
            unsent_hold(request)
        return super().handle_no_permission(request, view_func)
