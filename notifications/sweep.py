"""The sweep: finds the open work whose next moment has come, and owes a notice to each person concerned."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from casework.deadlines.calendar import OutsideCalendar
from casework.obligations.models import Obligation
from notifications.ladder import Stage, next_moment, stage_reached
from notifications.models import Heartbeat, Notice
from notifications.ranks import ranks_of
from notifications.recipients import recipients_of

logger = logging.getLogger(__name__)

HEARTBEAT = "sweep"
CALENDAR_ASKED_AGAIN_AFTER = timedelta(days=1)


class Reached(NamedTuple):
    obligation: Obligation
    stage: Stage
    due_on: date


def sweep(*, now: datetime, batch: int = 500) -> int:
    """Look at all the open work whose moment has come, and give back how much there was.

    Each batch is one transaction of four queries, and two more when a rank is to be told; sweeps may
    overlap, each taking rows that no other has. A stage of a date is told once however often this
    runs, and after an outage only the latest stage is.
    """
    looked_at = 0
    while taken := _sweep_batch(now, batch):
        looked_at += taken
    _beat(now)
    return looked_at


@transaction.atomic
def _sweep_batch(now: datetime, size: int) -> int:
    to_act_on = Obligation.objects.open().filter(act_after__lte=now).order_by("act_after", "pk")
    obligations = list(to_act_on.select_for_update(skip_locked=True)[:size])
    reached = [found for obligation in obligations if (found := _move_on(obligation, now))]
    Notice.objects.bulk_create(_notices(reached, now), ignore_conflicts=True)
    Obligation.objects.bulk_update(obligations, ["act_after"])
    return len(obligations)


def _move_on(obligation: Obligation, now: datetime) -> Reached | None:
    """Set the next moment of the obligation, unsaved, and give back what is to be told now."""
    obligation.act_after, due_on = None, obligation.due_on
    if due_on is None:
        return None
    try:
        obligation.act_after = next_moment(due_on, now, obligation.role, obligation.kind)
        stage = stage_reached(due_on, now, obligation.role, obligation.kind)
    except OutsideCalendar:
        # Bank holidays are published two years ahead: one far date must not stop the sweep.
        obligation.act_after = now + CALENDAR_ASKED_AGAIN_AFTER
        logger.warning("obligation %s is due beyond the calendar", obligation.pk)
        return None
    return Reached(obligation, stage, due_on) if stage else None


def _notices(reached: Sequence[Reached], now: datetime) -> list[Notice]:
    on = timezone.localdate(now)
    recipients = recipients_of([found.obligation for found in reached], on=on)
    ranks = ranks_of([(found.obligation, found.stage) for found in reached], on=on)
    return [
        Notice(**found._asdict(), recipient_id=person, not_before=now, created_at=now)
        for found in reached
        for person in recipients[found.obligation.pk] | ranks[found.obligation.pk]
    ]


def _beat(now: datetime) -> None:
    beat = Heartbeat(name=HEARTBEAT, at=now)
    Heartbeat.objects.bulk_create([beat], update_conflicts=True, unique_fields=["name"], update_fields=["at"])
