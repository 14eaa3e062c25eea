"""Leasing mails to one sender at a time, and writing what became of them.

Every change after the claim is fenced by the token of the lease.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from casework.rows import row_update
from notifications.outbox.models import Message

# Many times what the other end may take to settle one mail.
LEASE = timedelta(minutes=10)
# A sender stops while it still has this much of its lease: one mail has settled a minute later, and the clock
# of another sender, to whom the lease seems to be over, may be five minutes ahead.
MARGIN = timedelta(minutes=6)
AT_ONCE = 50
MAX_ATTEMPTS = 8
# Doubled for each try: the eighth comes about ten hours after the first.
FIRST_RETRY_AFTER = timedelta(minutes=5)

State = Message.State


@transaction.atomic
def claim(*, now: datetime, number: int = AT_ONCE) -> list[Message]:
    """Lease those that have waited longest and that no other sender holds. Two queries."""
    free = Message.objects.waiting(now).select_for_update(skip_locked=True, of=("self",))
    messages = list(free.select_related("recipient")[:number])
    token, until = uuid.uuid4(), now + LEASE
    keys = [message.pk for message in messages]
    if keys:
        Message.objects.filter(pk__in=keys).update(
            state=State.SENDING, not_before=until, lease_token=token, attempts=F("attempts") + 1
        )
    for message in messages:
        message.state, message.not_before, message.lease_token = State.SENDING, until, token
        message.attempts += 1
    return messages


def give_back(messages: Sequence[Message], *, now: datetime) -> None:
    """They were not tried: as if they had not been claimed, in the same order. A query each."""
    for number, message in enumerate(messages):
        # No two digests of a person wait for the same moment.
        moment = now - (len(messages) - number) * timedelta.resolution
        finish(message, state=State.READY, not_before=moment, attempts=message.attempts - 1)


def mark_tried(message: Message, *, now: datetime) -> bool:
    """Write that it is about to be handed over; whether it is still ours. One query."""
    return row_update(Message, _ours(message), {"tried_at": now})


def finish(message: Message, *, state: str, **changes: object) -> bool:
    """End its lease; whether it was still ours. One query."""
    return row_update(Message, _ours(message), {"state": state, "lease_token": None, **changes})


def put_off(message: Message, *, error: str, now: datetime) -> str:
    """Keep it for another try, or give it up after the last; its state then. One query.

    What is put off was not taken, as far as is known: it is as if it had not been tried.
    """
    state = State.DEAD if message.attempts >= MAX_ATTEMPTS else State.READY
    finish(message, state=state, not_before=now + _wait(message), last_error=error[:60], tried_at=None)
    return state


def put_back(message: Message, *, error: str, now: datetime) -> None:
    """It was not taken, and that was no fault of it: as if it had not been tried. One query."""
    attempts = message.attempts - 1
    finish(
        message, state=State.READY, not_before=now, attempts=attempts, last_error=error[:60], tried_at=None
    )


def put_off_unasked(message: Message, *, error: str, now: datetime) -> None:
    """Keep it until the other end can say what became of it, which is asked before another try. One query."""
    finish(message, state=State.READY, not_before=now + _wait(message), last_error=error[:60])


def _wait(message: Message) -> timedelta:
    """The longest is that before the last try."""
    return FIRST_RETRY_AFTER * 2 ** (min(message.attempts, MAX_ATTEMPTS) - 1)


def _ours(message: Message) -> dict[str, object]:
    """The row, as long as the lease is ours."""
    return {"id": message.pk, "lease_token": message.lease_token}
