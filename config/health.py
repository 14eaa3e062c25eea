"""Whether the service lives, and whether it is ready: for a load balancer and for whoever watches.

Nothing is said but the kind of an error: anybody may ask.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.documents.scanning import scanner_configured, scanner_ping
from casework.documents.storage import store_require
from notifications.pulse import SWEEP, Heartbeat

SHORTEST_PATIENCE = 180


class CacheLostValueError(Exception):
    """The cache took a value and did not give it back."""


class SweepLateError(Exception):
    """No sweep has ended for several rounds."""


@login_not_required
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database or the cache."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when everything that a page or a reminder needs works, else 503 with what does not. Two queries.

    It says of the virus scanner too whether there is one, and whether it answers.
    """
    found = {
        "database": _outcome(_database),
        "cache": _outcome(_cache),
        "sweep": _outcome(_sweep),
        "documents": _outcome(store_require),
    }
    status = 200 if set(found.values()) == {"ok"} else 503
    # Without a scanner no document is added, and everything else goes on.
    scanner = _outcome(scanner_ping) if scanner_configured() else "not configured"
    return JsonResponse({**found, "virus_scanner": scanner}, status=status)


def _outcome(check: Callable[[], None]) -> str:
    try:
        check()
    except Exception as error:
        return type(error).__name__
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.set("ready", "ok", 10)
    if cache.get("ready") != "ok":
        raise CacheLostValueError


def _sweep() -> None:
    patience = timedelta(seconds=max(3 * settings.SWEEP_SECONDS, SHORTEST_PATIENCE))
    if Heartbeat.objects.get(name=SWEEP).at < timezone.now() - patience:
        raise SweepLateError
