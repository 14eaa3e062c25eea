"""A mail server that delivers nothing: it keeps each message and shows it in the inbox. This machine only."""

import asyncio
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from devtools.inbox import InboxHandler
from devtools.messages import Messages
from devtools.ports import LOOPBACK

POLL_SECONDS = 0.05  # how long stop() may have to wait


class MailSink:
    """Takes mail by SMTP and shows it by HTTP, from start() to stop(). Port 0 is any free port.

    A message that was answered with 250 is on disk.
    """

    def __init__(self, directory: Path, smtp_port: int = 0, http_port: int = 0) -> None:
        self.messages = Messages(directory)
        self.ports = (smtp_port, http_port)

    @property
    def smtp_address(self) -> tuple[str, int]:
        host, port = self._smtp.sockets[0].getsockname()
        return host, port

    @property
    def inbox_url(self) -> str:
        return f"http://{LOOPBACK}:{self._http.server_port}/"

    def start(self) -> None:
        """Both ports are bound when this returns; OSError if one is taken."""
        smtp_port, http_port = self.ports
        handler = type("Handler", (InboxHandler,), {"messages": self.messages})
        self._http = ThreadingHTTPServer((LOOPBACK, http_port), handler)
        self._loop = asyncio.new_event_loop()
        keeper = _Keeper(self.messages)
        protocol = partial(SMTP, keeper, hostname="localhost", enable_SMTPUTF8=True, loop=self._loop)
        self._smtp = self._loop.run_until_complete(self._loop.create_server(protocol, LOOPBACK, smtp_port))
        self._threads = [
            Thread(target=self._http.serve_forever, args=(POLL_SECONDS,), daemon=True),
            Thread(target=self._loop.run_forever, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        for thread in self._threads:
            thread.join()
        self._loop.close()

    async def _close(self) -> None:
        """Close the port, and end the conversations that are under way."""
        self._smtp.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Keeper:
    """What aiosmtpd asks once a message is complete."""

    def __init__(self, messages: Messages) -> None:
        self.messages = messages

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        self.messages.add(content, envelope.rcpt_tos)
        return "250 Message kept"
