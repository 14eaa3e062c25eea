"""What a mail server that fails at a stage of the conversation makes of a mail.

Before it asks for the content it has taken nothing; from then on it may have.
"""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator

import pytest
import time_machine

from casework.obligations.models import Obligation
from notifications.models import Message
from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver
from tests.notifications.conftest import london

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
MORNING = london(24, 9)
TIMEOUT = 0.4

CONTENT = "content"
BEFORE = ["ehlo", "mail", "rcpt", "data"]


class Relay(socketserver.ThreadingTCPServer):
    """Carries on a conversation up to a stage, and there does something else."""

    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.stage, self.answer = "", b""
        self.hangs = False
        self.over = threading.Event()
        self.taken = 0


class Talk(socketserver.StreamRequestHandler):
    server: Relay
    answers = {"mail": b"250 OK", "rcpt": b"250 OK", "data": b"354 go ahead"}

    def handle(self) -> None:
        if not self.says("greeting", b"220 here"):
            return
        for line in self.rfile:
            verb = line.split(b" ")[0].strip().lower().decode()
            if not self.says(verb, self.answers.get(verb, b"250 OK")):
                return
            if verb == "data" and self.server.stage != "data" and not self.takes():
                return

    def takes(self) -> bool:
        """The content, up to the dot on a line of its own."""
        for line in self.rfile:
            if line == b".\r\n":
                break
        self.server.taken += self.server.stage != CONTENT
        return self.says(CONTENT, b"250 taken")

    def says(self, stage: str, words: bytes) -> bool:
        if stage == self.server.stage:
            if self.server.hangs:
                self.server.over.wait(30)
            if not self.server.answer:
                return False
            words = self.server.answer
        self.wfile.write(words + b"\r\n")
        return True


@pytest.fixture
def relay(settings) -> Iterator[Relay]:
    settings.EMAIL_TIMEOUT = TIMEOUT
    with Relay() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.over.set()
        server.shutdown()


@pytest.fixture
def formal(owe) -> Message:
    """Held where nobody knows what became of it, tried again where it was not taken."""
    owe()
    Obligation.objects.update(kind="custody_limit.keep")
    with time_machine.travel(MORNING, tick=False):
        sweep(now=MORNING)
        yield Message.objects.get()


def outcome(message: Message) -> str:
    assert deliver() == 0
    message.refresh_from_db()
    return message.state


def test_the_relay_takes_a_mail_when_it_is_let(formal, relay):
    assert deliver() == 1
    assert relay.taken == 1


@pytest.mark.parametrize("hangs", [False, True], ids=["drops", "hangs"])
class TestFailing:
    @pytest.mark.parametrize("stage", BEFORE)
    def test_before_the_content_is_asked_for_nothing_was_taken(self, formal, relay, stage, hangs):
        relay.stage, relay.hangs = stage, hangs
        assert outcome(formal) == "ready"
        assert (formal.last_error, formal.tried_at) == ("SMTPServerDisconnected", None)
        assert relay.taken == 0

    def test_from_then_on_nobody_knows(self, formal, relay, hangs):
        relay.stage, relay.hangs = CONTENT, hangs
        assert outcome(formal) == "held"
        assert formal.last_error == "SMTPServerDisconnected"

    def test_before_it_greets_it_cannot_be_reached(self, formal, relay, hangs):
        relay.stage, relay.hangs = "greeting", hangs
        assert outcome(formal) == "ready"
        assert formal.attempts == 0


@pytest.mark.parametrize("stage", ["greeting", *BEFORE, CONTENT])
def test_a_relay_that_hangs_is_given_up_in_time(formal, relay, stage):
    relay.stage, relay.hangs = stage, True
    begun = time.perf_counter()
    deliver()
    assert TIMEOUT <= time.perf_counter() - begun < 2.5 * TIMEOUT


@pytest.mark.parametrize(
    ("stage", "answer", "state", "words"),
    [
        ("mail", b"451 later", "ready", "SMTPSenderRefused 451"),
        ("rcpt", b"550 alice@police.example is unknown", "ready", "SMTPRecipientsRefused 550"),
        ("data", b"554 no valid recipients", "ready", "SMTPDataError 554"),
        (CONTENT, b"452 full", "ready", "SMTPDataError 452"),
        (CONTENT, b"554 no alice@police.example here", "ready", "SMTPDataError 554"),
        # No answer that says it was refused.
        (CONTENT, b"what?", "held", "SMTPDataError -1"),
        (CONTENT, b"x" * 10_000, "held", "SMTPResponseException 500"),
    ],
)
def test_a_refusal_is_no_taking_and_nonsense_is_no_refusal(formal, relay, stage, answer, state, words):
    relay.stage, relay.answer = stage, answer
    assert outcome(formal) == state
    assert formal.last_error == words


def test_what_was_asked_for_a_mail_before_says_nothing_of_the_next(owe, relay):
    """One conversation carries both: the first is taken, the second lost before its content."""
    owe()
    owe()
    Obligation.objects.update(kind="custody_limit.keep")
    with time_machine.travel(MORNING, tick=False):
        sweep(now=MORNING)
        said: list[bytes] = []
        relay.stage = "rcpt"
        relay.RequestHandlerClass = once_then_drops(said)
        assert deliver() == 1
    assert sorted(Message.objects.values_list("state", flat=True)) == ["ready", "sent"]


@pytest.mark.parametrize("words", [b"", b"421 enough mails for now"], ids=["drops", "says so"])
def test_a_server_that_ends_a_conversation_between_mails_is_spoken_to_anew(owe, relay, words):
    for _ in range(3):
        owe()
    with time_machine.travel(MORNING, tick=False):
        sweep(now=MORNING)
        relay.RequestHandlerClass = ends_after_a_mail(words)
        assert deliver() == 3
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


def ends_after_a_mail(words: bytes) -> type[Talk]:
    class Brief(Talk):
        mails = 0

        def says(self, stage: str, usual: bytes) -> bool:
            self.mails += stage == "mail"
            if self.mails < 2:
                return super().says(stage, usual)
            self.wfile.write(words and words + b"\r\n")
            return False

    return Brief


def once_then_drops(said: list[bytes]) -> type[Talk]:
    class Fickle(Talk):
        def says(self, stage: str, words: bytes) -> bool:
            if stage != self.server.stage or said:
                return super().says(stage, words)
            said.append(words)
            self.wfile.write(words + b"\r\n")
            return True

    return Fickle
