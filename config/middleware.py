"""What every answer carries, also one that another layer gives by itself: a redirect, a refusal, a file."""

from __future__ import annotations

from collections.abc import Callable

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

# What no page of the product uses, no page of it can be made to use. Only what browsers know: they complain
# of others, and those of the tests would fail for it.
UNUSED = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media"),
    *("fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts"),
    *("magnetometer", "microphone", "midi", "payment", "picture-in-picture"),
    *("publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial"),
    *("storage-access", "usb", "window-management", "xr-spatial-tracking"),
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    # No search engine lists a page.
    "X-Robots-Tag": "noindex",
    # Pages hold personal data: no browser or proxy keeps them. Static files say for themselves how long.
    "Cache-Control": "no-store",
}


class EveryAnswerMiddleware:
    """Outermost. What an answer says for itself, such as the stricter policy of a download, stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.always = {**ALWAYS, "Content-Security-Policy": build_policy()}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.always.items():
            response.headers.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", lasting())
        return response


def lasting() -> str:
    return f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"


class MethodsMiddleware:
    """Browsers and monitoring send these; no page has another, and TRACE would be answered by some."""

    ANSWERED = ("GET", "HEAD", "OPTIONS", "POST")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.ANSWERED:
            return HttpResponseNotAllowed(self.ANSWERED)
        return self.get_response(request)
