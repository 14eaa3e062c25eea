"""What became of a mail, as its row says."""

from __future__ import annotations

from notifications.models import Message


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def state_and_error_of(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.last_error
