"""The scenes: what is done to the product while it tells people. Each gives back what the other end took."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.fault_ends import sink
from bench.fault_senders import end, killed_until, send_until_killed
from casework.obligations.models import Obligation
from notifications.models import Message
from tests.notifications import fake_notify

State = Message.State
# By the key of the mail how often it was taken; how many processes were killed; whether the way can be asked.
Scene = Callable[[int, Path], tuple[Counter[str], int, bool]]
UNSETTLED = (State.READY, State.SENDING)
PAUSE = (0.01, 0.12)


def keys_owed() -> set[str]:
    """The mails that are owed, but those that a change has made untrue."""
    owed = Message.objects.exclude(state=State.VOID).values_list("pk", flat=True)
    return {str(key) for key in owed}


def is_over() -> bool:
    """Nothing is due any more, and every mail is settled."""
    due = Obligation.objects.open().filter(act_after__lte=timezone.now())
    return not (due.exists() or Message.objects.filter(state__in=UNSETTLED).exists())


def killed_by_smtp(kills: int, file: Path) -> tuple[Counter[str], int, bool]:
    """Senders are killed at random while they mail by SMTP."""
    with sink(file) as server:
        killed = killed_until(_over_after(35), kills=kills, pause=PAUSE)
        return server.taken(), killed, False


def killed_by_notify(kills: int, file: Path) -> tuple[Counter[str], int, bool]:
    """The same by GOV.UK Notify, which can be asked what it took."""
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE = fake_notify.API_KEY, fake_notify.TEMPLATE
    settings.MAIL_CHANNEL = "notify"
    try:
        with fake_notify.notify_serving() as server:
            settings.NOTIFY_URL = server.url
            killed = killed_until(_over_after(35), kills=kills, pause=PAUSE)
            return Counter(mail["reference"] for mail in server.taken), killed, True
    finally:
        settings.MAIL_CHANNEL = "smtp"


def formal_by_smtp(kills: int, file: Path) -> tuple[Counter[str], int, bool]:
    """Formal notices by SMTP: none may go twice; those of unknown fate are held for a person."""
    Obligation.objects.open().update(kind="custody_limit.keep")
    with sink(file) as server:
        killed = killed_until(_over_after(35), kills=kills // 5, pause=PAUSE)
        taken = server.taken()
    held = Message.objects.filter(state=State.HELD).values_list("pk", flat=True)
    # Whether these arrived is what a person finds out.
    return taken | Counter(map(str, held)), killed, True


def ends_that_misbehave(how: str) -> Scene:
    def scene(kills: int, file: Path) -> tuple[Counter[str], int, bool]:
        """The mail server does so with one mail in fifty."""
        with sink(file, how, 50) as server:
            killed_until(_over_after(35), kills=0, pause=PAUSE)
            return server.taken(), 0, False

    return scene


def server_away(kills: int, file: Path) -> tuple[Counter[str], int, bool]:
    """Nobody listens for the first minute."""
    with sink(file):
        port = settings.EMAIL_PORT
    sender = send_until_killed()
    time.sleep(60)
    end(sender)
    with sink(file, port=port) as server:
        killed_until(is_over, kills=0, pause=PAUSE)
        return server.taken(), 1, False


def clocks_apart(kills: int, file: Path) -> tuple[Counter[str], int, bool]:
    """Two senders whose clocks are ten minutes apart."""
    with sink(file) as server:
        senders = [send_until_killed(timedelta(minutes=minutes)) for minutes in (-5, 5)]
        over = _over_after(40)
        while not over():
            time.sleep(0.5)
            connection.close()
        for sender in senders:
            end(sender)
        killed_until(is_over, kills=0, pause=PAUSE)
        return server.taken(), 2, False


def backends_terminated(kills: int, file: Path) -> tuple[Counter[str], int, bool]:
    """The database ends every connection of the senders, again and again, in the middle of their work."""
    stop = threading.Event()
    number = [0]

    def terminate() -> None:
        while not stop.wait(random.uniform(0.3, 1)):  # noqa: S311
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                number[0] += cursor.fetchone()[0]
        connection.close()

    thread = threading.Thread(target=terminate)
    with sink(file) as server:
        senders = [send_until_killed() for _ in range(2)]
        thread.start()
        time.sleep(60)
        stop.set()
        thread.join()
        killed_until(is_over, kills=0, pause=PAUSE)
        for sender in senders:
            end(sender)
        return server.taken(), number[0], False


def _over_after(seconds: float) -> Callable[[], bool]:
    """Over, and not before all that is to come has had its moment."""
    soonest = time.monotonic() + seconds
    return lambda: time.monotonic() > soonest and is_over()


SCENES: dict[str, Scene] = {
    "killed, by SMTP": killed_by_smtp,
    "killed, by Notify": killed_by_notify,
    "killed, formal by SMTP": formal_by_smtp,
    "server refuses one in fifty": ends_that_misbehave("refuses"),
    "server hangs after one in fifty": ends_that_misbehave("hangs"),
    "server dies after DATA of one in fifty": ends_that_misbehave("dies"),
    "server away for a minute": server_away,
    "clocks ten minutes apart": clocks_apart,
    "database ends connections": backends_terminated,
}
