"""How a page says who did something."""

from __future__ import annotations

from casework.people.models import User


def signed(by: User, on_behalf_of: User | None) -> str:
    """Who did it, and for whom, as a page shows it."""
    return f"{by.signature} for {on_behalf_of.signature}" if on_behalf_of else by.signature
