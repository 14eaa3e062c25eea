"""What a scene is given, what it gives back, and what all scenes ask of the database."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.db import connections
from django.utils import timezone

from bench.fault_cluster import Cluster
from casework.obligations.models import Obligation
from notifications.models import Message

State = Message.State
UNSETTLED = (State.READY, State.SENDING)
# In which the notices become due, and everything is done to the product.
SECONDS = 60
# How long a scene may take from then on; what is not settled by then is lost.
PATIENCE = 600


class Ground(NamedTuple):
    """How much is owed and how often to kill; where the other end writes what it takes; the database."""

    notices: int
    kills: int
    file: Path
    cluster: Cluster


class Taken(NamedTuple):
    """How often each mail was taken, by its key; how much was killed; whether none may be taken twice."""

    mails: Counter[str]
    kills: int
    never_twice: bool


Scene = Callable[[Ground], Taken]


def keys_owed() -> set[str]:
    """The mails that are owed, but those that a change has made untrue."""
    owed = Message.objects.exclude(state=State.VOID).values_list("pk", flat=True)
    return {str(key) for key in owed}


def keys_held() -> set[str]:
    """The mails of which nobody knows whether they arrived, until a person has found out."""
    held = Message.objects.filter(state=State.HELD).values_list("pk", flat=True)
    return {str(key) for key in held}


def make_ordinary() -> None:
    """All that is told are reminders that may go again where their fate is unknown."""
    Obligation.objects.open().update(kind="file_submission.review")


def make_formal() -> None:
    """All that is told are formal notices."""
    Obligation.objects.open().update(kind="custody_limit.keep")


def is_over() -> bool:
    """Nothing is due any more or will be, and every mail is settled."""
    due = Obligation.objects.open().filter(act_after__lte=timezone.now())
    return not (due.exists() or Message.objects.filter(state__in=UNSETTLED).exists())


def over_after(seconds: float) -> Callable[[], bool]:
    """Over, and not before all that is to come has had its moment."""
    soonest = time.monotonic() + seconds
    return lambda: time.monotonic() > soonest and is_over()


def wait_until(over: Callable[[], bool], *, at_most: float) -> None:
    """What is not over by then is counted as lost."""
    latest = time.monotonic() + at_most
    while not over() and time.monotonic() < latest:
        connections.close_all()
        time.sleep(0.5)


def leases_end() -> None:
    """As if the minutes had passed for which a sender that was lost holds its mails."""
    Message.objects.filter(state=State.SENDING).update(not_before=timezone.now())
