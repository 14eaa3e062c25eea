"""The link to one's notices among those of the header, with how many are unread."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from notifications.notices.selectors import unread_number

# After the overview, the queue and the cases.
PLACE = 3


class NoticesMiddleware:
    """Comes after what makes the links of the header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        links = request.navigation  # type: ignore[attr-defined]
        # Lazy: a page that shows no header makes no query for it.
        request.navigation = SimpleLazyObject(lambda: _with_notices(links, request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _with_notices(links: list[dict[str, object]], request: HttpRequest) -> list[dict[str, object]]:
    if not links or not request.user.is_authenticated:
        return list(links)
    unread, match = unread_number(request.user), request.resolver_match
    text = f"Notices ({unread})" if unread else "Notices"
    here = match is not None and match.url_name == "notices"
    return [*links[:PLACE], {"text": text, "href": reverse("notices"), "active": here}, *links[PLACE:]]
