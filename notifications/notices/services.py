"""Reading notices."""

from __future__ import annotations

from datetime import datetime

from casework.people.models import User
from notifications.notices.selectors import notices_of


def notices_read(*, person: User, up_to: int, at: datetime) -> int:
    """All that the person was told up to this notice (its key) is read; how many were new.

    Of cases that they may see still. One query, save that of the person's roles.
    """
    unread = notices_of(person).filter(seen_at__isnull=True, pk__lte=up_to)
    return unread.order_by().update(seen_at=at)
