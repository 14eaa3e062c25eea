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

# It writes down the Message-ID before it answers. "dies" hangs up after that for one mail of so many; "hangs"
# answers nothing for longer than the client waits; "refuses" is a 451.
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
        print(message_from_bytes(envelope.content)["Message-ID"], file=taken)
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


@dataclass(frozen=True)
class Sink:
    """A mail server, and the file with what it took."""

    file: Path

    def taken(self) -> Counter[str]:
        """How often each mail was taken, by its key."""
        return Counter(line.strip("<>").split("@")[0] for line in self.file.read_text().split())


@contextmanager
def sink(file: Path, how: str = "well", one_of: int = 1, port: int = 0) -> Iterator[Sink]:
    """One to which the settings point from now on."""
    file.touch()
    command = [sys.executable, "-c", SINK, str(file), how, str(one_of), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(process.stdout.readline())
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 1
        try:
            yield Sink(file)
        finally:
            process.kill()
