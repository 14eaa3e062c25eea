"""Sending the notices that are owed, by SMTP.

A notice is leased to one sender at a time, and every later change is fenced by the
token of that lease. Between the server's "250 OK" and our commit a killed sender
leaves a notice that will be sent again, under the same Message-ID; SMTP leaves no
way to close that gap.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from notifications.messages import message_for
from notifications.models import Notice

logger = logging.getLogger(__name__)

# A message takes a few replies of up to EMAIL_TIMEOUT each: it has settled long before its lease ends.
LEASE = timedelta(minutes=5)
# A run ends well within the time limit of a task; the next one goes on.
RUN_SECONDS = 120
MAX_ATTEMPTS = 8
# Doubled for each try: the eighth comes about ten hours after the first.
FIRST_RETRY_AFTER = timedelta(minutes=5)


def deliver() -> int:
    """Send what is waiting through one connection, and give back how many went. Three queries a notice.

    Senders may overlap. While the mail server cannot be reached nothing is taken up, so
    an outage of any length uses up no notice's tries.
    """
    if not Notice.objects.waiting(timezone.now()).exists():
        return 0
    with closing(get_connection()) as connection:
        return sum(_settle(notice, connection) for notice in _claimed_in_turn(connection))


def _claimed_in_turn(connection: BaseEmailBackend) -> Iterator[Notice]:
    ends_at = time.monotonic() + RUN_SECONDS
    while time.monotonic() < ends_at and _is_open(connection):
        notice = claim(now=timezone.now())
        if notice is None:
            return
        yield notice


@transaction.atomic
def claim(*, now: datetime) -> Notice | None:
    """Lease the notice that has waited longest and that no other sender holds. Two queries."""
    free = Notice.objects.waiting(now).select_for_update(skip_locked=True, of=("self",))
    notice = free.select_related("obligation__case_file", "recipient").first()
    if notice is not None:
        notice.state, notice.not_before = Notice.State.SENDING, now + LEASE
        notice.lease_token, notice.attempts = uuid.uuid4(), notice.attempts + 1
        notice.save(update_fields=["state", "not_before", "lease_token", "attempts"])
    return notice


def _is_open(connection: BaseEmailBackend) -> bool:
    try:
        connection.open()
    except OSError as error:
        logger.warning("mail server cannot be reached: %s", error_words(error))
        return False
    return True


def _settle(notice: Notice, connection: BaseEmailBackend) -> bool:
    """Send a leased notice, or drop it when it no longer holds; whether it was sent. One query."""
    if not notice.holds(timezone.now()):
        _finish(notice, state=Notice.State.VOID)
        return False
    try:
        connection.send_messages([message_for(notice)])
    except Exception as error:  # One that cannot be sent, for whatever reason, must not hold up the others.
        connection.close()
        _put_off(notice, error)
        return False
    _finish(notice, state=Notice.State.SENT, sent_at=timezone.now())
    return True


def _put_off(notice: Notice, error: Exception) -> None:
    """Keep it for another try, or give it up after the last."""
    wait = FIRST_RETRY_AFTER * 2 ** (notice.attempts - 1)
    dead = notice.attempts >= MAX_ATTEMPTS
    _finish(
        notice,
        state=Notice.State.DEAD if dead else Notice.State.READY,
        not_before=timezone.now() + wait,
        last_error=error_words(error),
    )
    if dead:
        logger.error("notice %s given up", notice.pk)


def _finish(notice: Notice, **changes: object) -> None:
    """Write the end of a lease, unless another sender has taken the notice over since."""
    Notice.objects.filter(pk=notice.pk, lease_token=notice.lease_token).update(lease_token=None, **changes)


def error_words(error: Exception) -> str:
    """The kind of the error, and its SMTP code where it has one: its text may name somebody."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = {code for code, _ in error.recipients.values()}
    else:
        codes = {error.smtp_code} if isinstance(error, SMTPResponseException) else set()
    return " ".join([type(error).__name__, *map(str, sorted(codes))])
