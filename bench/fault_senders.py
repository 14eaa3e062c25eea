"""Processes that sweep and send until they are killed, and a hand that kills them."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import connections
from django.utils import timezone

from notifications.notices.sweep import sweep
from notifications.outbox import claim
from notifications.outbox.channels import notify
from notifications.outbox.deliver import deliver

SENDERS = 2


def hurry() -> None:
    """Leases and waits of seconds in place of minutes, so that a lost sender's mails come round in a run."""
    claim.LEASE, claim.MARGIN = timedelta(seconds=4), timedelta(seconds=2)
    claim.FIRST_RETRY_AFTER = timedelta(seconds=1)
    # A try ends within the time-out of a second; a look-up may be trusted right after.
    notify.SETTLES_IN = timedelta(seconds=2)


def send_until_killed(skew: timedelta = timedelta(0)) -> int:
    """Fork a process that does the rounds of the product, by a clock that is so far off. Its number."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    while True:
        try:
            sweep(now=timezone.now() + skew, batch=50)
            deliver()
        except Exception as error:  # The database may be away: the next round comes.
            print(type(error).__name__, flush=True)
            connections.close_all()
            time.sleep(0.2)
        time.sleep(0.01)


def killed_until(over: Callable[[], bool], *, kills: int, pause: tuple[float, float]) -> int:
    """Kill senders at random, each followed by a new one, so often; then let two go on until it is over.

    `pause` is between two kills, in seconds, from and to. How many were killed.
    """
    senders = [send_until_killed() for _ in range(SENDERS)]
    for _ in range(kills):
        time.sleep(random.uniform(*pause))  # noqa: S311
        end(senders.pop(random.randrange(SENDERS)))  # noqa: S311
        senders.append(send_until_killed())
    while not over():
        time.sleep(0.2)
        connections.close_all()
    for sender in senders:
        end(sender)
    return kills


def end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
