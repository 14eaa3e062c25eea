"""The way by which this service sends its mails."""

from __future__ import annotations

from notifications.outbox.channels.smtp import Smtp
from notifications.outbox.channels.way import Way


def chosen_way() -> Way:
    return Smtp()
