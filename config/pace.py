"""Nobody opens cases, searches or takes out tables faster than people do: more is a program's work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from casework.audit.door import is_of_case, sought_in
from casework.drafts.typed import BY_SCRIPT, KEEP

logger = logging.getLogger(__name__)
SECONDS = 600
# The pages that keep what is typed on them.
KEEPING = ("step", "turn")
TABLES = ("_export", "_pdf")


class PaceMiddleware:
    """Counts each person's requests of a kind, in stretches of ten minutes, in the cache.

    Beyond `PACE` the answer is a page that says how long to wait, and a refusal in the record. While the
    cache is away nobody is counted: casework goes on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        kind = kind_of(request)
        most = settings.PACE.get(kind)
        if not most or not request.user.is_authenticated:
            return None
        stretch, gone = divmod(int(timezone.now().timestamp()), SECONDS)
        if counted(f"pace:{kind}:{request.user.pk}:{stretch}") <= most:
            return None
        wait = SECONDS - gone
        page = render(
            request,
            "pages/too_fast.html",
            {"minutes": -(-wait // 60)},
            status=HTTPStatus.TOO_MANY_REQUESTS,
        )
        page.headers["Retry-After"] = str(wait)
        return page


def kind_of(request: HttpRequest) -> str:
    """What the request is of those that are counted, if any."""
    if is_of_case(request):
        # A form saves itself some twenty times a minute while somebody types: that is not to cost them pages.
        return "draft" if is_kept_by_script(request) else "case"
    match = request.resolver_match
    if match and match.url_name and match.url_name.endswith(TABLES):
        return "export"
    return "search" if sought_in(request) else ""


def is_kept_by_script(request: HttpRequest) -> bool:
    """Whether a page that keeps drafts is sent to keep one: it shows nothing of the case."""
    match = request.resolver_match
    return bool(match and match.url_name in KEEPING) and request.POST.get(KEEP) == BY_SCRIPT


def counted(key: str) -> int:
    """How many there were with this one; none where nobody can count."""
    try:
        cache.add(key, 0, timeout=2 * SECONDS)
        return cache.incr(key)
    except Exception as error:
        logger.warning("requests are not counted: %s", type(error).__name__)
        return 0
