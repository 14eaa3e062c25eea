"""With the settings of production: says as JSON what answers, cookies and settings are."""

from __future__ import annotations

import json
import sys

import django
from django.conf import settings

HOST = "casework.example"
BY_TLS = {"HTTP_HOST": HOST, "HTTP_X_FORWARDED_PROTO": "https"}
SETTINGS = (
    *("DEBUG", "INSTALLED_APPS", "ROOT_URLCONF", "USE_X_FORWARDED_HOST", "SESSION_COOKIE_HTTPONLY"),
    *(f"{kind}_COOKIE_{what}" for kind in ("SESSION", "CSRF") for what in ("NAME", "SECURE", "SAMESITE")),
    *(f"{kind}_COOKIE_{what}" for kind in ("SESSION", "CSRF") for what in ("DOMAIN", "PATH")),
)


def said() -> dict[str, object]:
    from allauth.account.adapter import get_adapter
    from django.contrib.auth.hashers import get_hashers
    from django.test import Client, RequestFactory

    browser = Client(raise_request_exception=False)
    answers = {
        "page": browser.get("/accounts/sign-in/", **BY_TLS),
        "none": browser.get("/no/such/page/", **BY_TLS),
        "other host": browser.get("/help/", **{**BY_TLS, "HTTP_HOST": "elsewhere.example"}),
        "plain": browser.get("/help/", HTTP_HOST=HOST),
        "live": browser.get("/live", HTTP_HOST=HOST),
    }
    seen = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.7")
    hasher = get_hashers()[0]
    return {
        "answers": {name: [answer.status_code, dict(answer.headers)] for name, answer in answers.items()},
        "cookies": {name: dict(cookie) for name, cookie in browser.cookies.items()},
        "settings": {name: getattr(settings, name) for name in SETTINGS},
        "hasher": {"algorithm": hasher.algorithm, "iterations": getattr(hasher, "iterations", 0)}
        | {name: getattr(hasher, name, 0) for name in ("work_factor", "block_size", "parallelism")},
        "address": get_adapter().get_client_ip(seen),
    }


if __name__ == "__main__":
    # The files of an image are collected when it is built.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()
    sys.stdout.write(json.dumps(said()))
