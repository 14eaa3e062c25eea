"""Reading notices."""

from __future__ import annotations

from datetime import datetime

from casework.people.models import User
from notifications.notices.models import Notice


def notices_read(*, person: User, up_to: int, at: datetime) -> int:
    """All that the person was told up to this notice (its key) is read; how many were new. One query."""
    unread = Notice.objects.standing().filter(recipient=person, seen_at__isnull=True, pk__lte=up_to)
    return unread.update(seen_at=at)
