"""The other ends of the mails: servers in processes of their own that keep what they took, and misbehave."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.notifications import fake_notify

KEY_AND_NEWLINE = 37

# It writes down the key in the Message-ID before it answers. "dies" hangs up after that for one mail of so
# many; "hangs" answers nothing for longer than the client waits; "refuses" is a 451.
SINK = """
import asyncio, random, sys
from email import message_from_bytes
from aiosmtpd.smtp import SMTP
taken, how, one_of = open(sys.argv[1], "a", buffering=1), sys.argv[2], int(sys.argv[3])
class Taker:
    async def handle_DATA(self, server, session, envelope):
        strange = how != "well" and random.randrange(one_of) == 0
        if strange and how == "refuses":
            return "451 later"
        print(message_from_bytes(envelope.content)["Message-ID"].strip("<>").split("@")[0], file=taken)
        if strange and how == "dies":
            server.transport.abort()
        if strange and how == "hangs":
            await asyncio.sleep(5)
        return "250 OK"
async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Taker(), hostname="sink"), "127.0.0.1", int(sys.argv[4]))
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""

# It writes down the reference before it answers.
NOTIFY = """
import sys
from tests.notifications import fake_notify
taken = open(sys.argv[1], "a", buffering=1)
class Request(fake_notify.Request):
    def keep(self, form):
        print(form["reference"], file=taken)
        return super().keep(form)
server = fake_notify.Notify()
server.RequestHandlerClass = Request
print(server.server_port, flush=True)
server.serve_forever()
"""


@dataclass(frozen=True)
class Sink:
    """The other end, and the file with what it took."""

    file: Path

    def taken(self) -> Counter[str]:
        """How often each mail was taken, by its key."""
        return Counter(self.file.read_text().split())

    def number(self) -> int:
        """How many mails, the second copies too."""
        return self.file.stat().st_size // KEY_AND_NEWLINE


@contextmanager
def sink(file: Path, how: str = "well", one_of: int = 1, port: int = 0) -> Iterator[Sink]:
    """A mail server to which the settings point from now on."""
    with _serving(SINK, file, how, str(one_of), str(port)) as listens_at:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listens_at
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 1
        yield Sink(file)


@contextmanager
def notify(file: Path) -> Iterator[Sink]:
    """GOV.UK Notify, by which mails go while the block runs."""
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE = fake_notify.API_KEY, fake_notify.TEMPLATE
    with _serving(NOTIFY, file) as port:
        settings.NOTIFY_URL, settings.MAIL_CHANNEL = f"http://127.0.0.1:{port}", "notify"
        try:
            yield Sink(file)
        finally:
            settings.MAIL_CHANNEL = "smtp"


@contextmanager
def _serving(program: str, file: Path, *arguments: str) -> Iterator[int]:
    """The port at which it listens."""
    file.touch()
    command = [sys.executable, "-c", program, str(file), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()
