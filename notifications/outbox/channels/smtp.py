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
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from notifications.outbox.channels.way import FateForgotten, FateUnknown, Mail, NotNow, NotTaken

logger = logging.getLogger(__name__)

GO_AHEAD = 354
GOING_AWAY = 421
REFUSALS = range(400, 600)


class LetGo(Exception):
    """The server ended a conversation that has carried mails, and took nothing of this one."""


class Conversation(smtplib.SMTP):
    """Knows whether the server has asked for the content of a mail. Before that it has taken nothing."""

    mails = 0
    content_asked = False

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        self.mails += 1
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
        """Whether a connection is open; that it still holds is found out by the next mail."""
        try:
            self.backend.open()
        except OSError as error:
            logger.warning("mail server cannot be reached: %s", error_words(error))
            return False
        return True

    def send(self, mail: Mail) -> None:
        message = Written(mail)
        try:
            self._hand_over(message)
        except LetGo:
            # Servers do so after a while, or after so many mails: a new one cannot be let go like that.
            self._hand_over(message)

    def _hand_over(self, message: Written) -> None:
        try:
            self.backend.open()
            self.backend.send_messages([message])
        except OSError as error:
            outcome = _outcome(self.backend.connection, error)
            self.close()
            raise outcome(error_words(error)) from error

    def find(self, key: uuid.UUID, *, tried_at: datetime) -> bool:
        """SMTP keeps no list of what it took: it was handed over by a sender that was lost."""
        raise FateForgotten("SenderLost")

    def close(self) -> None:
        self.backend.close()


class Written(EmailMessage):
    """A mail in the form in which it goes. Every try has the same Message-ID.

    Raises NotTaken for one that cannot be written down.
    """

    def __init__(self, mail: Mail):
        headers = {
            "Message-ID": f"<{mail.key}@{urlsplit(settings.ORIGIN).hostname}>",
            "Auto-Submitted": "auto-generated",
        }
        super().__init__(subject=mail.subject, body=mail.body, to=[mail.to], headers=headers)
        try:
            self._form = super().message()
        except ValueError as error:
            raise NotTaken(error_words(error)) from error

    def message(self, **policy: Any) -> Any:
        return self._form


def _outcome(conversation: Conversation | None, error: OSError) -> type[Exception]:
    """What is known of a mail with which a conversation ended like this."""
    if conversation is None:
        return NotNow
    if conversation.content_asked:
        refused = isinstance(error, SMTPDataError) and error.smtp_code in REFUSALS
        return NotTaken if refused else FateUnknown
    return LetGo if conversation.mails > 1 and _goes_away(error) else NotTaken


def _goes_away(error: OSError) -> bool:
    disconnected = isinstance(error, SMTPServerDisconnected)
    return disconnected or getattr(error, "smtp_code", None) == GOING_AWAY


def error_words(error: Exception) -> str:
    """The kind of the error, and its SMTP code where it has one: its text may name somebody."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = {code for code, _ in error.recipients.values()}
    else:
        codes = {error.smtp_code} if isinstance(error, SMTPResponseException) else set()
    return " ".join([type(error).__name__, *map(str, sorted(codes))])
