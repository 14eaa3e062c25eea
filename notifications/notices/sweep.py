"""The sweep: finds the open work whose next moment has come, and owes a notice to each person concerned."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.obligations.models import Obligation
from casework.rows import rows_add, rows_set
from notifications.notices.alarms import is_of_opening, reviewed_untold
from notifications.notices.holders import Holders
from notifications.notices.look import Look, looker_at
from notifications.notices.models import Notice
from notifications.notices.people import Owed, people_to_tell
from notifications.notices.told import told_of
from notifications.notices.work import WorkRow
from notifications.outbox.owe import Postbox
from notifications.pulse import SWEEP, beat

logger = logging.getLogger(__name__)

NOBODY_ASKED_AGAIN_AFTER = timedelta(days=1)


def sweep(*, now: datetime, batch: int = 2_000) -> int:
    """Look at all the open work whose moment has come, and give back how much there was.

    Each batch is one transaction, of the same number of queries however much is in it; sweeps may overlap,
    each taking rows that no other has. A stage of a date is told once however often this runs, and after an
    outage each person is told the last of what concerns them.
    """
    looked_at, round = 0, Round(now)
    while taken := round.sweep(batch):
        looked_at += taken
    round.look_back()
    beat(SWEEP, at=now)
    return looked_at


class Round:
    """One sweep: its moment, and what its batches have in common."""

    def __init__(self, now: datetime):
        self.now = now
        self.looker, self.postbox = looker_at(now), Postbox(now)
        self.holders = Holders(timezone.localdate(now))

    @transaction.atomic
    def sweep(self, size: int) -> int:
        """Take a batch, and give back how much is in it."""
        to_act_on = Obligation.objects.open().filter(act_after__lte=self.now).order_by("act_after", "pk")
        rows = to_act_on.select_for_update(skip_locked=True).values_list(*WorkRow._fields)[:size]
        work = [WorkRow(*row) for row in rows]
        if work:
            told = told_of(work, now=self.now)
            looks = [self.looker.look(each, told.get(each.id, ())) for each in work]
            untold = self._tell([look for look in looks if look.tellings])
            again = {look.work.id: look.again_at for look in looks}
            rows_set(Obligation, "act_after", again | self._asked_again(untold))
        return len(work)

    @transaction.atomic
    def look_back(self) -> None:
        """Tell of cases that were opened in an emergency, and reviewed before anybody was told."""
        rows = reviewed_untold(self.now).select_for_update(skip_locked=True).values_list(*WorkRow._fields)
        if work := [WorkRow(*row) for row in rows]:
            told = told_of(work, now=self.now)
            looks = [self.looker.look_back(each, told.get(each.id, ())) for each in work]
            self._tell([look for look in looks if look.tellings])

    def _tell(self, looks: Sequence[Look]) -> list[Look]:
        """Write the notices and the mails that say them; give back where nobody is there to be told.

        Nothing is written while there is nothing to tell.
        """
        owed = people_to_tell(looks, self.holders) if looks else []
        if owed:
            self._write(owed)
        told = {(each.work.id, each.telling.stage, each.telling.occurrence) for each in owed}
        return [look for look in looks if not told.issuperset(look.stages)]

    def _write(self, owed: Sequence[Owed]) -> None:
        columns: dict[str, Sequence[Any]] = {
            "obligation": [each.work.id for each in owed],
            "stage": [each.telling.stage.value for each in owed],
            "occurrence": [each.telling.occurrence for each in owed],
            "due_on": [each.due_on for each in owed],
            "of_opening": [is_of_opening(each.work, each.telling) for each in owed],
            "recipient": [each.person for each in owed],
            "message": self.postbox.messages_owe(owed),
        }
        rows_add(Notice, columns, {"created_at": self.now}, twice="is_left")

    def _asked_again(self, looks: Sequence[Look]) -> dict[int, datetime]:
        """Whoever comes to do the work, or to stand over it, is told late rather than never."""
        for look in looks:
            logger.warning("obligation %s has nobody to be told", look.work.id)
        tomorrow = self.now + NOBODY_ASKED_AGAIN_AFTER
        return {look.work.id: min(look.again_at or tomorrow, tomorrow) for look in looks}
