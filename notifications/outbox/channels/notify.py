"""Mails through GOV.UK Notify, by its official client, with the key of a mail as its reference.

A mail whose fate is unknown is looked up by its reference before it is sent again. Notify lists what was sent
with a key of the same service and of the same type (live, team or test).
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from notifications.outbox.channels.way import FateForgotten, FateUnknown, Mail, NotNow, NotTaken

logger = logging.getLogger(__name__)

# A mail that is not listed so soon after a try may be about to be: Notify works at a request for up to 30
# seconds, however early we gave it up, and the clocks of two senders may be minutes apart.
SETTLES_IN = timedelta(minutes=10)
# One that is not listed so late may have been deleted: a service keeps what it sent for 7 days, unless it
# chose otherwise, and for 3 at least.
LISTED_FOR = timedelta(days=3)

TOO_MANY = 429
# After a time-out (408) a balancer may have passed the request on.
REFUSALS = frozenset(range(400, 500)) - {408, TOO_MANY}


class Notify:
    looks_up = True

    def __init__(self) -> None:
        self.client = NotificationsAPIClient(
            settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_URL, timeout=settings.EMAIL_TIMEOUT
        )
        # What we say to Notify goes nowhere else.
        self.client.request_session.max_redirects = 0
        # None while it has not been asked, and after an answer that leaves it open.
        self.answers: bool | None = None

    def ready(self) -> bool:
        """Found out by asking for the template, which needs the right address, key and clock as well."""
        if self.answers is None:
            self.answers = self._has_template()
        return self.answers

    def _has_template(self) -> bool:
        try:
            self.client.get_template(settings.NOTIFY_TEMPLATE)
        except APIError as error:
            logger.warning("GOV.UK Notify cannot be used: %s", error_words(error))
            return False
        return True

    def send(self, mail: Mail) -> None:
        try:
            answer = self.client.send_email_notification(
                email_address=mail.to,
                template_id=settings.NOTIFY_TEMPLATE,
                personalisation={"subject": mail.subject, "body": mail.body},
                reference=str(mail.key),
            )
        except APIError as error:
            outcome = _outcome(error)
            # A limit lasts for a while: no more is sent by this run.
            self.answers = False if outcome is NotNow else None
            raise outcome(error_words(error)) from error
        if not _is_of(mail.key, answer):
            raise FateUnknown("AnswerNotUnderstood")

    def find(self, key: uuid.UUID, *, tried_at: datetime) -> bool:
        if self._lists(key):
            return True
        age = timezone.now() - tried_at
        if age < SETTLES_IN:
            raise FateUnknown("NotListedYet")
        if age > LISTED_FOR:
            raise FateForgotten("NotListedAnyMore")
        return False

    def _lists(self, key: uuid.UUID) -> bool:
        try:
            answer = self.client.get_all_notifications(reference=str(key))
        except APIError as error:
            self.answers = None
            raise FateUnknown(error_words(error)) from error
        listed = answer.get("notifications") if isinstance(answer, dict) else None
        if not isinstance(listed, list):
            raise FateUnknown("AnswerNotUnderstood")
        return any(_is_of(key, each) for each in listed)

    def close(self) -> None:
        self.client.request_session.close()


def _is_of(key: uuid.UUID, notification: object) -> bool:
    return isinstance(notification, dict) and notification.get("reference") == str(key)


def _outcome(error: APIError) -> type[Exception]:
    """Without an answer, or with one of its own failure, Notify may have taken the mail before."""
    status = error.response.status_code if error.response is not None else None
    if status == TOO_MANY:
        return NotNow
    return NotTaken if status in REFUSALS else FateUnknown


def error_words(error: APIError) -> str:
    """The kind of the error, and the status where there was an answer: its text may name somebody."""
    if error.response is None:
        return type(error.__cause__ or error).__name__
    return f"{type(error).__name__} {error.response.status_code}"
