"""Sending the mails that are owed."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import closing

from django.utils import timezone

from casework.incidents.services import FIND_EMAIL, SEND_EMAIL, incident_record
from notifications.notices.models import Notice
from notifications.notices.standing import Standing
from notifications.outbox.channels.chosen import chosen_way
from notifications.outbox.channels.way import FateForgotten, FateUnknown, NotNow, NotTaken, Way
from notifications.outbox.claim import (
    MARGIN,
    State,
    claim,
    finish,
    give_back,
    mark_tried,
    put_back,
    put_off,
    put_off_unasked,
)
from notifications.outbox.models import Message
from notifications.outbox.words import WORDED, mail_of

logger = logging.getLogger(__name__)

# A run ends well within the time limit of a task; the next one goes on.
RUN_SECONDS = 120


def deliver() -> int:
    """Send what is waiting through one connection, and give back how many went.

    A query a mail, and sixteen at the most for each fifty of them. Senders may overlap. While the other end
    cannot be reached nothing is taken up, so an outage of any length uses up no mail's tries.
    """
    if not Message.objects.waiting(timezone.now()).exists():
        return 0
    with closing(chosen_way()) as way:
        return sum(_settle(message, standing, way) for message, standing in _in_turn(way))


def _in_turn(way: Way) -> Iterator[tuple[Message, Standing]]:
    ends_at = time.monotonic() + RUN_SECONDS
    while time.monotonic() < ends_at and way.ready():
        messages = claim(now=timezone.now())
        if not messages:
            return
        standing = Standing(messages, now=timezone.now())
        for index, message in enumerate(messages):
            if _is_over(message, ends_at) or not way.ready():
                give_back(messages[index:], now=timezone.now())
                return
            yield message, standing


def _is_over(message: Message, ends_at: float) -> bool:
    return time.monotonic() >= ends_at or timezone.now() > message.not_before - MARGIN


def _settle(message: Message, standing: Standing, way: Way) -> bool:
    """Send a leased mail, or drop it when nothing of it holds any more; whether it was sent."""
    if message.tried_at is None:
        return _send(message, standing, way)
    # A sender was lost between handing it over and writing so, or nobody could say what became of it.
    try:
        taken = way.find(message.pk, tried_at=message.tried_at)
    except FateUnknown as error:
        put_off_unasked(message, error=str(error), now=timezone.now())
    except FateForgotten as error:
        _hold(message, standing, error)
    else:
        return _sent(message) if taken else _send(message, standing, way)
    return False


def _send(message: Message, standing: Standing, way: Way) -> bool:
    notices = standing.of(message)
    standing.take_back(message, but=notices)
    if not notices and not _stands_alone(message):
        finish(message, state=State.VOID)
        return False
    if _must_not_go_twice(message, way) and not mark_tried(message, now=timezone.now()):
        return False
    return _hand_over(message, notices, standing, way)


def _stands_alone(message: Message) -> bool:
    """Whether it says something without a notice, to somebody whose account is open."""
    return message.kind in WORDED and message.recipient.is_active


def _must_not_go_twice(message: Message, way: Way) -> bool:
    """Whether what became of it must be known before it is tried again."""
    return message.formal or way.looks_up


def _hand_over(message: Message, notices: Sequence[Notice], standing: Standing, way: Way) -> bool:
    try:
        way.send(mail_of(message, notices))
    except NotTaken as error:
        _put_off(message, standing, error)
    except NotNow as error:
        put_back(message, error=str(error), now=timezone.now())
    except FateUnknown as error:
        if way.looks_up:
            put_off_unasked(message, error=str(error), now=timezone.now())
        elif message.formal:
            _hold(message, standing, error)
        else:
            _put_off(message, standing, error)
    else:
        return _sent(message)
    return False


def _sent(message: Message) -> bool:
    return finish(message, state=State.SENT, sent_at=timezone.now(), last_error="")


def _put_off(message: Message, standing: Standing, error: Exception) -> None:
    if put_off(message, error=str(error), now=timezone.now()) == State.DEAD:
        logger.error("message %s given up", message.pk)
        _incident(message, standing, error, doing=SEND_EMAIL)


def _hold(message: Message, standing: Standing, error: Exception) -> None:
    """It waits for a person, who finds out whether it arrived."""
    if finish(message, state=State.HELD, last_error=str(error)):
        logger.error("message %s held: its fate is unknown", message.pk)
        _incident(message, standing, error, doing=FIND_EMAIL)


def _incident(message: Message, standing: Standing, error: Exception, *, doing: str) -> None:
    at, work = timezone.now(), next((notice.obligation for notice in standing.notices[message.pk]), None)
    if work is None:
        incident_record(error=error, doing=doing, at=at)
    else:
        incident_record(error=error, doing=doing, at=at, case=work.case_file, task=work.task, step=work.kind)
