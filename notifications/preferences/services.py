"""Choosing how to be told, and trying it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from casework.database import busy_told
from casework.errors import RuleBroken
from casework.people.locks import people_locked
from casework.people.models import User
from notifications.outbox.models import Message
from notifications.preferences.models import Preference

State = Message.State
TEST_AGAIN_AFTER = timedelta(minutes=5)


@transaction.atomic
def preference_set(
    *,
    person: User,
    rhythm: str,
    quiet_from: time | None,
    quiet_to: time | None,
    working_days_only: bool,
    at: datetime,
) -> None:
    """How the person is told by mail from now on; what waited for a digest goes at once.

    Times are London's. Raises RuleBroken for quiet hours of which only one end is given, or that never end,
    and while their mails are being sent.
    """
    _quiet_hours_require(quiet_from, quiet_to)
    chosen = {
        "rhythm": rhythm,
        "quiet_from": quiet_from,
        "quiet_to": quiet_to,
        "working_days_only": working_days_only,
        "changed_at": at,
    }
    with busy_told():
        Preference.objects.update_or_create(person=person, defaults=chosen)
        _digests_release(person, at)


@transaction.atomic
def test_message_send(*, person: User, at: datetime) -> None:
    """Owe the person one mail that says nothing. Four queries.

    Raises RuleBroken without an address, while an earlier one is on its way or was asked for just now, and
    while somebody else holds the person.
    """
    # One request after the other: many at once would each find none.
    people_locked(Q(pk=person.pk))
    if not person.email:
        raise RuleBroken("No email address is recorded for you. Ask an administrator to add it")
    tests = Message.objects.filter(recipient=person, kind=Message.Kind.TEST)
    if tests.filter(state__in=[State.READY, State.SENDING]).exists():
        raise RuleBroken("A test email is on its way already")
    if tests.filter(created_at__gt=at - TEST_AGAIN_AFTER).exists():
        raise RuleBroken("A test email was just sent to you. Wait five minutes before you send another")
    Message.objects.create(kind=Message.Kind.TEST, recipient=person, not_before=at, created_at=at)


def _quiet_hours_require(quiet_from: time | None, quiet_to: time | None) -> None:
    if (quiet_from is None) != (quiet_to is None):
        missing = "quiet_from" if quiet_from is None else "quiet_to"
        raise RuleBroken("Enter when the quiet hours begin and end, or leave both empty", field=missing)
    if quiet_from is not None and quiet_from == quiet_to:
        raise RuleBroken("The quiet hours must end at another time than they begin", field="quiet_to")


def _digests_release(person: User, at: datetime) -> None:
    waiting = Message.objects.filter(recipient=person, kind=Message.Kind.DIGEST, state=State.READY)
    for number, digest in enumerate(waiting.select_for_update().order_by("not_before")):
        # Each at a moment of its own: there is one digest a person and moment.
        digest.not_before = at + timedelta(microseconds=number)
        digest.save(update_fields=["not_before"])
