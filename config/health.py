"""Whether the service lives, and whether it is ready: for a load balancer and for whoever watches.

Nothing is said but the kind of an error: anybody may ask.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.documents.scanning import scanner_configured, scanner_ping
from casework.documents.storage import store_require
from notifications.outbox.models import Message
from notifications.pulse import SWEEP, Heartbeat

SHORTEST_PATIENCE = 180
LATE = "late"


class CacheLostValueError(Exception):
    """The cache took a value and did not give it back."""


@login_not_required
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database or the cache."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when everything that a page or a reminder needs works, else 503 with what does not. Three queries.

    With it go the age of the last sweep and for how long the oldest mail has been due, in seconds, and of the
    virus scanner whether there is one, and whether it answers.
    """
    sweep, sweep_seconds = _since(_last_sweep, most=max(3 * settings.TELL_SECONDS, SHORTEST_PATIENCE))
    mails, mail_seconds = _since(_oldest_mail, most=settings.MAIL_LATE_SECONDS)
    found = {
        "database": _outcome(_database),
        "cache": _outcome(_cache),
        "sweep": sweep,
        "mails": mails,
        "documents": _outcome(store_require),
    }
    status = 200 if set(found.values()) == {"ok"} else 503
    # Without a scanner no document is added, and everything else goes on.
    scanner = _outcome(scanner_ping) if scanner_configured() else "not configured"
    ages = {"sweep_seconds": sweep_seconds, "mail_seconds": mail_seconds}
    return JsonResponse({**found, "virus_scanner": scanner, **ages}, status=status)


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


def _since(moment: Callable[[datetime], datetime], *, most: int) -> tuple[str, int | None]:
    """How a thing is that must not be older than so many seconds, and how old it is; none if nobody knows."""
    now = timezone.now()
    try:
        age = int((now - moment(now)).total_seconds())
    except Exception as error:
        return type(error).__name__, None
    return (LATE if age > most else "ok"), age


def _last_sweep(now: datetime) -> datetime:
    return Heartbeat.objects.get(name=SWEEP).at


def _oldest_mail(now: datetime) -> datetime:
    """The moment at which the mail was due that has waited longest; now if none waits."""
    return Message.objects.waiting(now).values_list("not_before", flat=True).first() or now
