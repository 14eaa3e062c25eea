"""The secret address of somebody's calendar. It can be made anew or ended, and ends with the account."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from casework.clinics.models import CalendarFeed
from casework.database import in_transaction
from casework.people.models import User

# Enough that nobody can guess one: 256 bits.
TOKEN_BYTES = 32


@in_transaction
def calendar_feed_make(*, person: User, at: datetime) -> str:
    """Make the person's feed, and give back its token, which is kept nowhere. One made before ends."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"token_hash": hashed(token), "made_at": at}
    CalendarFeed.objects.update_or_create(person=person, defaults=values)
    return token


@in_transaction
def calendar_feed_end(*, person: User) -> None:
    """The address answers no more. Does nothing for who has none."""
    CalendarFeed.objects.filter(person=person).update(token_hash="")


def feed_owner(token: str) -> User | None:
    """Whose feed the token opens; None for one that is not known or was ended, or of a closed account.

    One query.
    """
    feed = CalendarFeed.objects.filter(token_hash=hashed(token), person__is_active=True)
    found = feed.select_related("person").first()
    return found.person if found else None


def hashed(token: str) -> str:
    """A token is random enough that no salt or slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
