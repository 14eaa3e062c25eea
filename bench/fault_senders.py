"""Processes that sweep and send until they are killed, and a hand that kills them."""

from __future__ import annotations

import logging
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, connections
from django.utils import timezone

from bench.fault_ends import Sink
from bench.fault_ground import wait_until
from devtools.tether import end_with_parent
from notifications.notices.sweep import sweep
from notifications.outbox import claim
from notifications.outbox import deliver as sending
from notifications.outbox.channels import notify

SENDERS = 2
# In seconds: long enough for a new sender to begin.
MOMENT = 0.3
PRODUCTION = (claim.LEASE, claim.MARGIN)


def hurry() -> None:
    """Leases and waits of seconds in place of minutes, so that a lost sender's mails come round in a run."""
    # What the product says of each fault would bury the table.
    logging.disable(logging.ERROR)
    _lease(timedelta(seconds=4), timedelta(seconds=2))
    claim.FIRST_RETRY_AFTER = timedelta(seconds=1)
    # Each process that is forked has a connection of its own.
    connection.close_pool()
    connection.settings_dict["OPTIONS"]["pool"] = False
    # A try ends within the time-out of a second; a look-up may be trusted right after.
    notify.SETTLES_IN = timedelta(seconds=2)


@contextmanager
def leases_of_production() -> Iterator[None]:
    """Of minutes again, while the block runs."""
    hurried = claim.LEASE, sending.MARGIN
    _lease(*PRODUCTION)
    try:
        yield
    finally:
        _lease(*hurried)


def _lease(lease: timedelta, margin: timedelta) -> None:
    claim.LEASE, sending.MARGIN = lease, margin


def send_until_killed(skew: timedelta = timedelta(0)) -> int:
    """Fork a process that does the rounds of the product, by a clock that is so far off. Its number."""
    connections.close_all()
    parent, child = os.getpid(), os.fork()
    if child:
        return child
    end_with_parent(parent, signal.SIGKILL)
    right = timezone.now
    timezone.now = lambda: right() + skew
    # Some begin with mails, or those that are killed early would never send any.
    rounds = random.Random(os.getpid()).sample((_sweep, sending.deliver), 2)  # noqa: S311
    while True:
        for work in rounds:
            _try(work)
        time.sleep(0.01)


def _sweep() -> None:
    sweep(now=timezone.now(), batch=50)


def _try(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:  # The database may be away: the next round comes.
        connections.close_all()
        time.sleep(0.2)


def killed_while(server: Sink, *, kills: int, mails: int) -> int:
    """Kill senders at random, so often while about so many mails are taken, each followed by a new one.

    How many were killed.
    """
    senders = [send_until_killed() for _ in range(SENDERS)]
    for _ in range(kills):
        _wait_for(server, random.uniform(0, 2 * mails / kills))  # noqa: S311
        end(senders.pop(random.randrange(SENDERS)))  # noqa: S311
        senders.append(send_until_killed())
    for sender in senders:
        end(sender)
    return kills


def _wait_for(server: Sink, mails: float) -> None:
    """Until it has taken so many more; while few are sent, for a moment."""
    enough, latest = server.number() + mails, time.monotonic() + MOMENT
    while server.number() < enough and time.monotonic() < latest:
        time.sleep(random.uniform(0, 0.01))  # noqa: S311


def send_until(over: Callable[[], bool], *, at_most: float) -> None:
    """Two senders go on until it is over."""
    senders = [send_until_killed() for _ in range(SENDERS)]
    wait_until(over, at_most=at_most)
    for sender in senders:
        end(sender)


def end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
