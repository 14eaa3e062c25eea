"""Mails by SMTP.

Between the server's "250 OK" and our commit a killed sender leaves a mail that will be sent again, under the
same Message-ID; SMTP leaves no way to close that gap, nor to ask what became of a mail.
"""

from __future__ import annotations

import logging
import smtplib
import uuid
from collections.abc import Sequence
from datetime import datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from notifications.outbox.channels.way import FateForgotten, FateUnknown, Mail, NotTaken

logger = logging.getLogger(__name__)

OK = 250
GO_AHEAD = 354
REFUSALS = range(400, 600)


class Conversation(smtplib.SMTP):
    """Knows whether the server has asked for the content of a mail. Before that it has taken nothing."""

    content_asked = False

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        self.content_asked = False
        return super().mail(sender, options)

    def getreply(self) -> tuple[int, bytes]:
        code, words = super().getreply()
        self.content_asked = self.content_asked or code == GO_AHEAD
        return code, words


class Backend(EmailBackend):
    """Django's, with conversations of ours."""

    connection: Conversation | None

    @property
    def connection_class(self) -> type[Conversation]:
        return Conversation


class Smtp:
    looks_up = False

    def __init__(self) -> None:
        self.backend = Backend()

    def ready(self) -> bool:
        """A connection that the other end let go is opened anew here, where nothing is lost by it."""
        if not self._still_open():
            self.close()
        try:
            self.backend.open()
        except OSError as error:
            logger.warning("mail server cannot be reached: %s", error_words(error))
            return False
        return True

    def _still_open(self) -> bool:
        if self.backend.connection is None:
            return False
        try:
            return self.backend.connection.noop()[0] == OK
        except SMTPServerDisconnected:
            return False

    def send(self, mail: Mail) -> None:
        message = message_of(mail)
        try:
            self.backend.open()
            self.backend.send_messages([message])
        except OSError as error:
            outcome = FateUnknown if self._may_be_taken(error) else NotTaken
            self.close()
            raise outcome(error_words(error)) from error

    def _may_be_taken(self, error: OSError) -> bool:
        """Whether the content was on its way, and the server did not refuse it in so many words."""
        asked = self.backend.connection is not None and self.backend.connection.content_asked
        return asked and not (isinstance(error, SMTPDataError) and error.smtp_code in REFUSALS)

    def find(self, key: uuid.UUID, *, tried_at: datetime) -> bool:
        """SMTP keeps no list of what it took: it was handed over by a sender that was lost."""
        raise FateForgotten("SenderLost")

    def close(self) -> None:
        self.backend.close()


def message_of(mail: Mail) -> EmailMessage:
    """Every try has the same Message-ID. Raises NotTaken for one that cannot be written down."""
    headers = {
        "Message-ID": f"<{mail.key}@{urlsplit(settings.ORIGIN).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    made = EmailMessage(subject=mail.subject, body=mail.body, to=[mail.to], headers=headers)
    try:
        made.message()
    except ValueError as error:
        raise NotTaken(error_words(error)) from error
    return made


def error_words(error: Exception) -> str:
    """The kind of the error, and its SMTP code where it has one: its text may name somebody."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = {code for code, _ in error.recipients.values()}
    else:
        codes = {error.smtp_code} if isinstance(error, SMTPResponseException) else set()
    return " ".join([type(error).__name__, *map(str, sorted(codes))])
