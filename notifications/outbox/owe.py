"""Owing the mails that say notices: one for each, or one digest for all of a while."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from casework.people.models import User
from casework.rows import rows_add
from notifications.notices.people import Owed
from notifications.outbox.models import Message
from notifications.preferences.models import Preference
from notifications.preferences.moments import is_digest, mail_moment


class Mail(NamedTuple):
    """A mail to be owed; a `digest` may be there already."""

    key: uuid.UUID
    recipient: int
    not_before: datetime
    formal: bool
    digest: bool


def messages_owe(owed: Sequence[Owed], *, now: datetime) -> list[uuid.UUID | None]:
    """For each the key of the mail that will say it; none for somebody without an address.

    Two queries, and two more where digests take some. Belongs in the transaction that writes the notices.
    """
    choices = _choices({each.person for each in owed})
    mails = [_mail(each, choices, now) if each.person in choices else None for each in owed]
    digests = _digests([mail for mail in mails if mail and mail.digest], now)
    _add([mail for mail in mails if mail and _place(mail) not in digests], Message.Kind.NOTICE, now)
    return [digests.get(_place(mail), mail.key) if mail else None for mail in mails]


def _choices(people: Collection[int]) -> dict[int, Preference | None]:
    """Of those who have an address. One query."""
    able = User.objects.filter(pk__in=people).exclude(email="").select_related("preference")
    return {person.pk: getattr(person, "preference", None) for person in able}


def _mail(owed: Owed, choices: dict[int, Preference | None], now: datetime) -> Mail:
    """What is urgent keeps to no choices."""
    chosen = None if owed.urgent else choices[owed.person]
    return Mail(uuid.uuid4(), owed.person, mail_moment(chosen, now), owed.formal, is_digest(chosen))


def _place(mail: Mail) -> tuple[int, datetime] | None:
    """Which digest a mail belongs to."""
    return (mail.recipient, mail.not_before) if mail.digest else None


def _digests(mails: Sequence[Mail], now: datetime) -> dict[tuple[int, datetime] | None, uuid.UUID]:
    """The digests that gather these, held until the transaction ends, so that none leaves without them.

    One that is being sent already takes no more: what it would have said gets a mail of its own.
    """
    if not mails:
        return {}
    first = {_place(mail): mail for mail in mails}
    _add([mail._replace(formal=False) for mail in first.values()], Message.Kind.DIGEST, now)
    waiting = Message.objects.filter(
        kind=Message.Kind.DIGEST,
        state=Message.State.READY,
        attempts=0,
        recipient__in={mail.recipient for mail in mails},
    )
    held = waiting.select_for_update(no_key=True).order_by("pk").values_list("recipient", "not_before", "pk")
    return {(recipient, moment): key for recipient, moment, key in held}


def _add(mails: Iterable[Mail], kind: Message.Kind, now: datetime) -> None:
    rows = list(mails)
    if not rows:
        return
    columns: dict[str, Sequence[Any]] = {
        "id": [mail.key for mail in rows],
        "kind": [kind.value] * len(rows),
        "recipient": [mail.recipient for mail in rows],
        "formal": [mail.formal for mail in rows],
        "state": [Message.State.READY.value] * len(rows),
        "not_before": [mail.not_before for mail in rows],
        "attempts": [0] * len(rows),
        "last_error": [""] * len(rows),
        "created_at": [now] * len(rows),
    }
    rows_add(Message, columns, twice="is_left")
