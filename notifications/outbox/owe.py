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


def sign_in_mail_owe(*, person: User, at: datetime) -> None:
    """Owe somebody the mail that says that their sign-in was changed, if they have an address. One query."""
    if person.email:
        Message.objects.create(kind=Message.Kind.SIGN_IN, recipient=person, not_before=at, created_at=at)


class Mail(NamedTuple):
    """A mail to be owed; a `digest` may be there already."""

    key: uuid.UUID
    recipient: int
    not_before: datetime
    formal: bool
    digest: bool

    @property
    def place(self) -> tuple[int, datetime] | None:
        """Which digest it belongs to."""
        return (self.recipient, self.not_before) if self.digest else None


class Postbox:
    """Takes the mails of one round of notices. What people chose is read once for each."""

    def __init__(self, now: datetime):
        self.now = now
        # None for who has no address, and for who has no choices an empty one.
        self._choices: dict[int, Preference | None] = {}
        self._addressed: set[int] = set()

    def messages_owe(self, owed: Sequence[Owed]) -> list[uuid.UUID | None]:
        """For each the key of the mail that will say it; none for somebody without an address.

        Two queries, and two more where digests take some. Belongs in the transaction that writes the notices.
        """
        mails = self.mails(owed)
        digests = self._digests([mail for mail in mails if mail and mail.digest])
        alone = [mail for mail in mails if mail and mail.place not in digests]
        self._add(alone, Message.Kind.NOTICE)
        return [digests.get(mail.place, mail.key) if mail else None for mail in mails]

    def mails(self, owed: Sequence[Owed]) -> list[Mail | None]:
        """The mail that each needs; none for somebody without an address. Two queries at the most."""
        self._read({each.person for each in owed})
        return [self._mail(each) if each.person in self._addressed else None for each in owed]

    def _read(self, people: Collection[int]) -> None:
        new = set(people) - self._choices.keys()
        if not new:
            return
        self._choices |= dict.fromkeys(new)
        able = User.objects.filter(pk__in=new).exclude(email="")
        self._addressed |= set(able.values_list("pk", flat=True))
        self._choices |= {each.person_id: each for each in Preference.objects.filter(person__in=new)}

    def _mail(self, owed: Owed) -> Mail:
        """What is urgent keeps to no choices."""
        chosen = None if owed.urgent else self._choices[owed.person]
        moment = mail_moment(chosen, self.now)
        return Mail(uuid.uuid4(), owed.person, moment, owed.formal, is_digest(chosen))

    def _digests(self, mails: Sequence[Mail]) -> dict[tuple[int, datetime] | None, uuid.UUID]:
        """The digests that gather these, held until the transaction ends, so that none leaves without them.

        One that is being sent already takes no more: what it would have said gets a mail of its own.
        """
        if not mails:
            return {}
        first = {(mail.recipient, mail.not_before): mail._replace(formal=False) for mail in mails}
        # In one order: two sweeps must not wait for each other.
        self._add((first[place] for place in sorted(first)), Message.Kind.DIGEST)
        waiting = Message.objects.filter(
            kind=Message.Kind.DIGEST,
            state=Message.State.READY,
            attempts=0,
            recipient__in={mail.recipient for mail in mails},
        )
        held = waiting.select_for_update(no_key=True).order_by("pk")
        return {(person, at): key for person, at, key in held.values_list("recipient", "not_before", "pk")}

    def _add(self, mails: Iterable[Mail], kind: Message.Kind) -> None:
        rows = list(mails)
        if not rows:
            return
        columns: dict[str, Sequence[Any]] = {
            "id": [mail.key for mail in rows],
            "recipient": [mail.recipient for mail in rows],
            "formal": [mail.formal for mail in rows],
            "not_before": [mail.not_before for mail in rows],
        }
        same = {
            "kind": kind.value,
            "state": Message.State.READY.value,
            "attempts": 0,
            "last_error": "",
            "created_at": self.now,
        }
        rows_add(Message, columns, same, twice="is_left")
