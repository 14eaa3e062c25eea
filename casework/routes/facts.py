"""Work that the facts of the court no longer call for, and call for again once they are put right."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from casework.access.policy import Actor
from casework.routes.made import record_moved
from casework.routes.models import RouteRecord
from casework.routes.services import record_reinstate, record_withdraw
from casework.rows import row_update

CALLED_FOR = "What was recorded of the court calls for it again"


class FollowsFacts(RouteRecord):
    """A record that is withdrawn with the facts, and comes back with them; not what a person withdrew."""

    facts_withdrew_at = models.DateTimeField(null=True, help_text="When the facts no longer called for it")

    class Meta:
        abstract = True

    @property
    def comes_back(self) -> bool:
        """Whether it was the facts that withdrew it last."""
        return self.withdrawn_at is not None and self.withdrawn_at == self.facts_withdrew_at


def facts_withdraw(record: FollowsFacts, *, by: Actor, at: datetime, reason: str) -> None:
    """What is open of the record is no longer wanted, and the engine is told. Three queries."""
    record_withdraw(record=record, by=by, at=at, reason=reason)
    record.facts_withdrew_at = at
    row_update(type(record), {"id": record.pk}, {"facts_withdrew_at": at})
    record_moved(record)


def facts_reinstate(record: FollowsFacts, *, by: Actor, at: datetime) -> None:
    """It is wanted again, from where it was left, and the engine is told. Two queries."""
    record_reinstate(record=record, by=by, at=at, reason=CALLED_FOR)
    record_moved(record)
