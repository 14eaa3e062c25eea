"""The sweep: finds the open work whose next moment has come, and owes a notice to each person concerned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.obligations.models import Obligation
from casework.rows import rows_add, rows_set
from notifications.ladders.timings import changes_in_force
from notifications.notices.look import Look, Looker
from notifications.notices.models import Notice
from notifications.notices.people import Owed, people_to_tell
from notifications.notices.told import told_of
from notifications.outbox.owe import messages_owe
from notifications.pulse import SWEEP, beat

NOBODY_ASKED_AGAIN_AFTER = timedelta(days=1)
# What the sweep reads of open work; its clocks and how they were counted are not among it.
READ = (
    *("id", "kind", "role", "organisation_id", "unit_id"),
    *("owner_id", "due_on", "given_at", "act_after"),
)


def sweep(*, now: datetime, batch: int = 500) -> int:
    """Look at all the open work whose moment has come, and give back how much there was.

    Each batch is one transaction, of the same number of queries however much is in it; sweeps may overlap,
    each taking rows that no other has. A stage of a date is told once however often this runs, and after an
    outage each person is told the last of what concerns them.
    """
    looked_at, looker = 0, Looker(now, changes_in_force())
    while taken := _sweep_batch(looker, batch):
        looked_at += taken
    beat(SWEEP, at=now)
    return looked_at


@transaction.atomic
def _sweep_batch(looker: Looker, size: int) -> int:
    to_act_on = Obligation.objects.open().filter(act_after__lte=looker.now).order_by("act_after", "pk")
    work = list(to_act_on.only(*READ).select_for_update(skip_locked=True)[:size])
    if work:
        told = told_of(work, now=looker.now)
        looks = [looker.look(each, told.get(each.pk, ())) for each in work]
        untold = _tell([look for look in looks if look.tellings], looker.now)
        again = {look.work.pk: look.again_at for look in looks}
        rows_set(Obligation, "act_after", again | _asked_again(untold, looker.now))
    return len(work)


def _tell(looks: Sequence[Look], now: datetime) -> list[Look]:
    """Write the notices and the mails that say them; give back where nobody is there to be told.

    Nothing is written while there is nothing to tell.
    """
    owed = people_to_tell(looks, on=timezone.localdate(now)) if looks else []
    if owed:
        _write(owed, messages_owe(owed, now=now), now)
    told = {(each.work.pk, each.telling) for each in owed}
    return [look for look in looks if any((look.work.pk, telling) not in told for telling in look.tellings)]


def _asked_again(looks: Sequence[Look], now: datetime) -> dict[int, datetime]:
    """Whoever comes to do the work, or to stand over it, is told late rather than never."""
    tomorrow = now + NOBODY_ASKED_AGAIN_AFTER
    return {look.work.pk: min(look.again_at or tomorrow, tomorrow) for look in looks}


def _write(owed: Sequence[Owed], messages: Sequence[object], now: datetime) -> None:
    columns: dict[str, Sequence[Any]] = {
        "obligation": [each.work.pk for each in owed],
        "stage": [each.telling.stage.value for each in owed],
        "occurrence": [each.telling.occurrence for each in owed],
        "due_on": [each.due_on for each in owed],
        "recipient": [each.person for each in owed],
        "message": messages,
        "created_at": [now] * len(owed),
    }
    rows_add(Notice, columns, twice="is_left")
