"""Mails through a mail server on this machine: a sender of ours, and a loop that does nothing else."""

from __future__ import annotations

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from time import perf_counter, sleep

from django.conf import settings
from django.utils import timezone

from bench.reminders_fill import make_due
from notifications.models import Message
from notifications.notices.standing import Standing
from notifications.notices.sweep import sweep
from notifications.outbox.channels.smtp import Written
from notifications.outbox.claim import claim, give_back
from notifications.outbox.deliver import deliver
from notifications.outbox.words import mail_of

ROUNDS = 3
# Takes every mail, keeps none, and says where it listens: in a process of its own, as in the product.
SINK = """
import asyncio, socket
from aiosmtpd.smtp import SMTP
class Taker:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Taker(), hostname="sink"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


@contextmanager
def sink() -> Iterator[None]:
    """A mail server to which the settings point."""
    with subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(process.stdout.readline())
        settings.EMAIL_USE_TLS = False
        try:
            yield
        finally:
            process.kill()


def rates(number: int) -> tuple[float, float]:
    """Mails a second, ours and of a bare loop with the same words: the best of rounds that alternate."""
    ours, bare = [], []
    with sink():
        for _ in range(ROUNDS):
            make_due(number)
            sweep(now=timezone.now())
            bare.append(_bare(_words(number)))
            began = perf_counter()
            sent = 0
            while sent < number:
                sent += deliver()
            ours.append(number / (perf_counter() - began))
    return max(ours), max(bare)


def _words(number: int) -> list[EmailMessage]:
    """The mails as they will be sent, made before the time runs."""
    made = []
    messages = claim(now=timezone.now(), number=number)
    standing = Standing(messages, now=timezone.now())
    for message in messages:
        made.append(Written(mail_of(message, standing.of(message))).message())
    give_back(messages, now=timezone.now())
    return made


def _bare(mails: list[EmailMessage]) -> float:
    began = perf_counter()
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        for mail in mails:
            server.sendmail(settings.DEFAULT_FROM_EMAIL, mail["To"], mail.as_bytes())
    return len(mails) / (perf_counter() - began)


def commit_to_mail(number: int) -> list[float]:
    """Seconds from the commit of what is due to its mail being with the server, one by one."""
    waits = []
    with sink():
        for _ in range(number):
            make_due(1)
            began = perf_counter()
            sweep(now=timezone.now())
            assert deliver() == 1
            waits.append(perf_counter() - began)
            sleep(0.001)
    assert not Message.objects.filter(state=Message.State.READY).exists()
    return waits
