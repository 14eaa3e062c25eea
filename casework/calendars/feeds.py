"""The secret addresses of somebody's calendars. Each can be made anew or ended, and ends with the account."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from casework.clinics.models import CalendarFeed
from casework.database import in_transaction
from casework.people.models import User

# Enough that nobody can guess one: 256 bits.
TOKEN_BYTES = 32
Scope = CalendarFeed.Scope


@in_transaction
def calendar_feed_make(*, person: User, at: datetime, scope: str = Scope.PERSON) -> str:
    """Make a feed of the person, and give back its token, which is kept nowhere. One made before ends."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"token_hash": hashed(token), "made_at": at}
    CalendarFeed.objects.update_or_create(person=person, scope=scope, defaults=values)
    return token


@in_transaction
def calendar_feed_end(*, person: User, scope: str = Scope.PERSON) -> None:
    """The address answers no more. Does nothing for who has none."""
    CalendarFeed.objects.filter(person=person, scope=scope).update(token_hash="")


def feed_opened(token: str) -> CalendarFeed | None:
    """The feed that the token opens; None for one that is not known or was ended, or of a closed account.

    One query.
    """
    feed = CalendarFeed.objects.filter(token_hash=hashed(token), person__is_active=True)
    return feed.select_related("person").first()


def hashed(token: str) -> str:
    """A token is random enough that no salt or slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
