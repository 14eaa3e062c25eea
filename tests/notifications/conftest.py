"""One case with work owed on it, the people who may be told, and servers of mail that really listen."""

from __future__ import annotations

import logging
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.db import connection

from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, User
from casework.people.roles import Role
from notifications.models import Message
from notifications.notices.sweep import sweep
from tests.notifications import fake_notify
from tests.notifications.fake_notify import Notify, notify_serving

LONDON = ZoneInfo("Europe/London")
# A Tuesday: due soon from Friday 20 November, overdue from Wednesday 25 November.
DUE_ON = date(2026, 11, 24)


def london(day: int, hour: int = 9, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


# Of DUE_ON.
MORNING = london(24, 9)


@pytest.fixture
def area(db) -> Organisation:
    return Organisation.objects.create(kind="cps_area", code="test-area", name="Test Area")


@pytest.fixture
def force(area) -> Organisation:
    return Organisation.objects.create(kind="force", code="test-force", name="Test Police", area=area)


@pytest.fixture
def unit(force) -> Unit:
    return Unit.objects.create(organisation=force, code="T1", name="Public protection")


@pytest.fixture
def person(unit) -> Callable[..., User]:
    """Make somebody with a role, in the unit of the case unless told otherwise."""

    def make(name: str, role: str = Role.INVESTIGATOR, *, unit: Unit = unit, **details) -> User:
        details = {"email": f"{name}@police.example", **details}
        user = User.objects.create(username=name, **details)
        Membership.objects.create(
            person=user, organisation=unit.organisation, unit=unit, role=role, starts_on=date(2026, 1, 1)
        )
        return user

    return make


@pytest.fixture
def alice(person) -> User:
    return person("alice")


@pytest.fixture
def case(force, area, unit, alice) -> CaseFile:
    return CaseFile.objects.create(
        urn="20AA0123426",
        force=force,
        area=area,
        unit=unit,
        officer_in_case=alice,
        reported_on=date(2026, 11, 2),
        registered_at=london(2),
    )


@pytest.fixture
def owe(case) -> Callable[..., Obligation]:
    """Open work on the case, due on DUE_ON and owned by alice unless told otherwise."""

    def make(**details) -> Obligation:
        details = {
            "role": Role.INVESTIGATOR,
            "unit": case.unit,
            "owner": case.officer_in_case,
            "due_on": DUE_ON,
            "opened_at": london(10),
            **details,
        }
        details.setdefault("act_after", details["opened_at"])
        if details["due_on"]:
            details["clocks"] = {"due_on": details["due_on"].isoformat()}
        return Obligation.objects.create(
            case_file=case,
            organisation=case.force,
            subject=uuid.uuid4(),
            route="file_review",
            kind="file_review.submit",
            title="Send the file to the gatekeeper",
            **details,
        )

    return make


@pytest.fixture
def due_morning():
    """Nine o'clock on the day that the work is due; the clock stands still."""
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def message(owe) -> Message:
    """What alice is owed on that morning."""
    owe(task=7)
    sweep(now=MORNING)
    return Message.objects.get()


class Mailbox:
    """What the server has taken, whom it refuses, on how many mails it hangs up, and whether one kills it."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.hang_ups = 0
        self.dies = False

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if address in self.refused:
            return f"550 {address} is unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        if self.dies:
            server.transport.abort()
            return "250 nobody reads this"
        if self.hang_ups:
            self.hang_ups -= 1
            return "421 closing"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    @property
    def told(self) -> list[str]:
        return sorted(mail["To"] for mail in self.mails)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def closed_port(settings) -> int:
    """The mail server's address, with nobody listening."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    return settings.EMAIL_PORT


@pytest.fixture
def serve(closed_port, monkeypatch) -> Iterator[Callable[[], Mailbox]]:
    """Start the mail server when the test wants it. Its own log is not ours to judge."""
    monkeypatch.setattr(logging.getLogger("mail.log"), "disabled", True)
    started: list[Controller] = []

    def start() -> Mailbox:
        started.append(Controller(Mailbox(), hostname="127.0.0.1", port=closed_port))
        started[-1].start()
        return started[-1].handler

    yield start
    for controller in started:
        controller.stop()


@pytest.fixture
def mailbox(serve) -> Mailbox:
    return serve()


@pytest.fixture
def notify(settings) -> Iterator[Notify]:
    """By which mails go, and which the test may make fail."""
    settings.MAIL_CHANNEL = "notify"
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE = fake_notify.API_KEY, fake_notify.TEMPLATE
    settings.EMAIL_TIMEOUT = 0.5
    with notify_serving() as server:
        settings.NOTIFY_URL = server.url
        yield server


def together(*acts: Callable[[], object]) -> list:
    """Do the acts at the same moment, each on a database connection of its own; what they give back."""
    barrier = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def act(number: int) -> None:
        try:
            barrier.wait(5)
            results[number] = acts[number]()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def meeting(act: Callable[..., object], number: int) -> Callable[..., object]:
    """The act, whose first call in each of so many threads ends only when they have all done it."""
    barrier, mine = threading.Barrier(number), threading.local()

    def call(*args, **kwargs):
        result = act(*args, **kwargs)
        if not hasattr(mine, "met"):
            mine.met = True
            barrier.wait(5)
        return result

    return call
