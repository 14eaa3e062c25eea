"""Whom to tell of a weakness, where researchers look for it (RFC 9116)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.checks import CheckMessage, Warning, register
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

# Who keeps the service has so long to look at the contact again.
NOTICE = timedelta(days=30)


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {settings.SECURITY_CONTACT_EXPIRES.isoformat()}T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: {settings.ORIGIN}{reverse('security_txt')}",
    )
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")


def expires_soon(on: date) -> bool:
    """Whether what the contact promises ends within 30 days of a day, or has ended."""
    return on + NOTICE > settings.SECURITY_CONTACT_EXPIRES


@register(deploy=True)
def contact_is_current(**kwargs: Any) -> list[CheckMessage]:
    """Nothing is refused for it: a weakness is better told to an old address than to none."""
    found: list[CheckMessage] = []
    if settings.SECURITY_CONTACT.endswith("casework.example"):
        found.append(Warning("Set RASSO_SECURITY_CONTACT to your own contact", id="config.W001"))
    if expires_soon(timezone.localdate()):
        found.append(
            Warning("Confirm the security contact, and set RASSO_SECURITY_CONTACT_EXPIRES", id="config.W002")
        )
    return found
