"""The scenes with senders of our own, which are killed or told a wrong time as no real process can be."""

from __future__ import annotations

import random
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.fault_ends import Sink, notify, sink
from bench.fault_ground import (
    PATIENCE,
    SECONDS,
    Ground,
    Scene,
    Taken,
    is_over,
    make_formal,
    over_after,
    wait_until,
)
from bench.fault_senders import (
    end,
    killed_while,
    leases_of_production,
    send_until,
    send_until_killed,
)
from casework.obligations.models import Obligation
from notifications.notices.sweep import sweep


def killed_by_smtp(ground: Ground) -> Taken:
    """Senders are killed at random while they mail by SMTP."""
    with sink(ground.file) as server:
        killed = _kill(server, ground)
        return Taken(server.taken(), killed, never_twice=False)


def killed_by_notify(ground: Ground) -> Taken:
    """The same by GOV.UK Notify, which can be asked what it took."""
    with notify(ground.file) as server:
        killed = _kill(server, ground)
        return Taken(server.taken(), killed, never_twice=True)


def formal_by_smtp(ground: Ground) -> Taken:
    """Formal notices by SMTP: none may go twice; those of unknown fate are held for a person."""
    make_formal()
    with sink(ground.file) as server:
        killed = _kill(server, ground)
        return Taken(server.taken(), killed, never_twice=True)


def _kill(server: Sink, ground: Ground) -> int:
    over = over_after(SECONDS + 5)
    killed = killed_while(server, kills=ground.kills, mails=ground.notices)
    send_until(over, at_most=PATIENCE)
    return killed


def server_that(does: str, *, never_twice: bool) -> Scene:
    def scene(ground: Ground) -> Taken:
        """The mail server does so with one mail in fifty."""
        with sink(ground.file, does, 50) as server:
            send_until(over_after(SECONDS + 5), at_most=PATIENCE)
            return Taken(server.taken(), 0, never_twice)

    return scene


def server_away(ground: Ground) -> Taken:
    """Nobody listens for the first minute."""
    with sink(ground.file):
        port = settings.EMAIL_PORT
    sender = send_until_killed()
    time.sleep(SECONDS)
    end(sender)
    with sink(ground.file, port=port) as server:
        send_until(over_after(5), at_most=PATIENCE)
        return Taken(server.taken(), 1, never_twice=True)


def clocks_apart(ground: Ground) -> Taken:
    """Two senders, their clocks five minutes apart and their leases as in production, at mails that wait."""
    earlier = timezone.now() - timedelta(minutes=5)
    Obligation.objects.open().filter(act_after__isnull=False).update(act_after=earlier)
    sweep(now=earlier)
    with sink(ground.file) as server, leases_of_production():
        senders = [send_until_killed(timedelta(minutes=minutes)) for minutes in (-2.5, 2.5)]
        wait_until(is_over, at_most=PATIENCE)
        for sender in senders:
            end(sender)
        return Taken(server.taken(), 0, never_twice=True)


def backends_terminated(ground: Ground) -> Taken:
    """The database ends every connection of the senders, again and again, in the middle of their work."""
    stop, number = threading.Event(), [0]
    thread = threading.Thread(target=_terminate_until, args=(stop, number))
    with sink(ground.file) as server:
        senders = [send_until_killed() for _ in range(2)]
        thread.start()
        time.sleep(SECONDS)
        stop.set()
        thread.join()
        wait_until(over_after(5), at_most=PATIENCE)
        for sender in senders:
            end(sender)
        return Taken(server.taken(), number[0], never_twice=False)


def _terminate_until(stop: threading.Event, number: list[int]) -> None:
    while not stop.wait(random.uniform(0.3, 1)):  # noqa: S311
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            number[0] += cursor.fetchone()[0]
    connection.close()


SCENES: dict[str, Scene] = {
    "killed, by SMTP": killed_by_smtp,
    "killed, by Notify": killed_by_notify,
    "killed, formal by SMTP": formal_by_smtp,
    "server refuses one in fifty": server_that("refuses", never_twice=True),
    "server hangs after one in fifty": server_that("hangs", never_twice=False),
    "server dies after DATA of one in fifty": server_that("dies", never_twice=False),
    "server away for a minute": server_away,
    "clocks five minutes apart": clocks_apart,
    "database ends connections": backends_terminated,
}
