"""The way by which this service sends its mails."""

from __future__ import annotations

from django.conf import settings

from notifications.outbox.channels.notify import Notify
from notifications.outbox.channels.smtp import Smtp
from notifications.outbox.channels.way import Way

WAYS: dict[str, type[Way]] = {"smtp": Smtp, "notify": Notify}


def chosen_way() -> Way:
    return WAYS[settings.MAIL_CHANNEL]()
