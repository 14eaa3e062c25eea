from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# The name of the key, the service and the secret.
API_KEY = re.compile(f".+-{UUID}-{UUID}")


@register()
def notify_is_set_up(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a release that could send nothing through GOV.UK Notify. Says nothing of the values."""
    if settings.MAIL_CHANNEL != "notify":
        return []
    found: list[CheckMessage] = []
    if not API_KEY.fullmatch(settings.NOTIFY_API_KEY):
        hint = "Set RASSO_NOTIFY_API_KEY_FILE to a file with the key as Notify shows it, with its name."
        found.append(Error("GOV.UK Notify has no API key", hint=hint, id="notifications.E001"))
    if not re.fullmatch(UUID, settings.NOTIFY_TEMPLATE):
        hint = "Set RASSO_NOTIFY_TEMPLATE to the ID of the template."
        found.append(Error("GOV.UK Notify has no template", hint=hint, id="notifications.E002"))
    return found
