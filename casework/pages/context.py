"""What every page shows around its content. Makes no query unless the page asks who is signed in."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


@dataclass(frozen=True)
class SignedIn:
    """The signed-in person as the header names them."""

    name: str
    role: str


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `signed_in`, and `navigation` and `session_ends_at`, as other code left them.

    A navigation entry is {"href", "text", "active"}. `signed_in` is false when nobody is, and lazy, so that a
    page which does not show it, such as the one that says the database is away, does not load the user.
    """
    return {
        "navigation": getattr(request, "navigation", []),
        "session_ends_at": getattr(request, "session_ends_at", None),
        "signed_in": SimpleLazyObject(lambda: signed_in(request)),
    }


def signed_in(request: HttpRequest) -> SignedIn | None:
    """Return the signed-in person, or None."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return SignedIn(name=user.get_full_name() or user.get_username(), role=getattr(user, "role_words", ""))
