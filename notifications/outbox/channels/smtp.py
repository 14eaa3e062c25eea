"""Mails by SMTP.

Between the server's "250 OK" and our commit a killed sender leaves a mail that will be sent again, under the
same Message-ID; SMTP leaves no way to close that gap, nor to ask what became of a mail.
"""

from __future__ import annotations

import logging
import uuid
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from notifications.outbox.channels.way import FateUnknown, Mail, NotTaken

logger = logging.getLogger(__name__)

OK = 250


class Smtp:
    looks_up = False

    def __init__(self) -> None:
        self.connection: Any = get_connection()

    def ready(self) -> bool:
        """A connection that the other end let go is opened anew here, where nothing is lost by it."""
        if not self._still_open():
            self.close()
        try:
            self.connection.open()
        except OSError as error:
            logger.warning("mail server cannot be reached: %s", error_words(error))
            return False
        return True

    def _still_open(self) -> bool:
        if self.connection.connection is None:
            return False
        try:
            return self.connection.connection.noop()[0] == OK
        except SMTPServerDisconnected:
            return False

    def send(self, mail: Mail) -> None:
        message = _message(mail)
        try:
            self.connection.send_messages([message])
        except (SMTPRecipientsRefused, SMTPResponseException) as error:
            self.close()
            raise NotTaken(error_words(error)) from error
        except OSError as error:
            self.close()
            raise FateUnknown(error_words(error)) from error

    def find(self, key: uuid.UUID) -> bool:
        raise NotImplementedError("SMTP keeps no list of what it took")

    def close(self) -> None:
        self.connection.close()


def _message(mail: Mail) -> EmailMessage:
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
