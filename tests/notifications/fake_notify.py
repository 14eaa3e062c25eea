"""GOV.UK Notify as its documentation describes it, over HTTP, with faults at will.

It holds what it took, and answers for mails, their look-up by reference, and the template. The words of its
errors hold a canary: nobody but Notify may say them.
"""

from __future__ import annotations

import json
import socket
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from django.utils import timezone

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"rasso-{SERVICE}-{SECRET}"
TEMPLATE = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"
CANARY = "Qwynneth Zzarblat of qwynneth@zzarblat.example"
TOKEN_SECONDS = 30
MAILS, LISTING = "/v2/notifications/email", "/v2/notifications"

Fault = Callable[["Request"], None]


class Notify(ThreadingHTTPServer):
    """What it took, when it lists it, and what it does wrong next, in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.taken: list[dict[str, Any]] = []
        self.lists_after = timedelta(0)
        self.faults: deque[Fault] = deque()
        self.look_up_faults: deque[Fault] = deque()
        self.asked: list[str] = []
        self.clock_is_wrong = False
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def told(self) -> list[str]:
        return sorted(mail["email_address"] for mail in self.taken)

    def listed(self, reference: str, now: datetime) -> list[dict[str, Any]]:
        return [
            {"id": mail["id"], "reference": mail["reference"], "type": "email", "status": "delivered"}
            for mail in self.taken
            if mail["reference"] == reference and mail["at"] + self.lists_after <= now
        ]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is killed, or gave up, is no news."""


class Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Notify

    def do_POST(self) -> None:
        form = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer_unless(self.server.faults, lambda: self.take(form), form)

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == f"/v2/template/{TEMPLATE}":
            self._answer_unless(deque(), lambda: self.answer(HTTPStatus.OK, {"id": TEMPLATE}))
        elif asked.path == LISTING:
            (reference,) = parse_qs(asked.query)["reference"]
            self._answer_unless(self.server.look_up_faults, lambda: self.list(reference))
        else:
            self.refuse(HTTPStatus.NOT_FOUND, "NoResultFound")

    def _answer_unless(self, faults: deque[Fault], act: Callable[[], None], form: Any = None) -> None:
        self.server.asked.append(f"{self.command} {urlsplit(self.path).path}")
        self.form = form
        if not self.is_signed():
            self.refuse(HTTPStatus.FORBIDDEN, "AuthError")
        elif faults:
            faults.popleft()(self)
        else:
            act()

    def is_signed(self) -> bool:
        """By the secret of the key, for its service, now."""
        try:
            claims = jwt.decode(
                self.headers["Authorization"].removeprefix("Bearer "), SECRET, algorithms=["HS256"], leeway=1
            )
        except jwt.InvalidTokenError:
            return False
        age = abs(timezone.now().timestamp() - claims["iat"])
        return claims["iss"] == SERVICE and age <= TOKEN_SECONDS and not self.server.clock_is_wrong

    def take(self, form: dict[str, Any]) -> None:
        mail = self.keep(form)
        self.answer(HTTPStatus.CREATED, {"id": mail["id"], "reference": mail["reference"]})

    def keep(self, form: dict[str, Any]) -> dict[str, Any]:
        assert set(form) == {"email_address", "template_id", "personalisation", "reference"}
        assert form["template_id"] == TEMPLATE
        assert set(form["personalisation"]) == {"subject", "body"}
        mail = {"id": str(uuid.uuid4()), "at": timezone.now(), **form}
        self.server.taken.append(mail)
        return mail

    def list(self, reference: str) -> None:
        found = self.server.listed(reference, timezone.now())
        self.answer(HTTPStatus.OK, {"notifications": found, "links": {"current": self.path}})

    def refuse(self, status: int, kind: str) -> None:
        words = {"error": kind, "message": f"{CANARY} is not welcome"}
        self.answer(status, {"status_code": status, "errors": [words]})

    def answer(self, status: int, content: dict[str, Any] | bytes) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *args: Any) -> None:
        """Its log is not ours to judge."""


def refuses(status: int, kind: str = "BadRequestError") -> Fault:
    return lambda request: request.refuse(status, kind)


def says(words: bytes, status: int = HTTPStatus.CREATED) -> Fault:
    """Something else in between answers, in its own words."""
    return lambda request: request.answer(status, words)


def hangs(request: Request) -> None:
    request.server.over.wait(30)
    request.hang_up()


def hangs_up(request: Request) -> None:
    request.hang_up()


def after_taking(fault: Fault) -> Fault:
    """The mail is taken, and then the answer goes wrong."""

    def act(request: Request) -> None:
        request.keep(request.form)
        fault(request)

    return act


@contextmanager
def notify_serving() -> Iterator[Notify]:
    with Notify() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.over.set()
        server.shutdown()
