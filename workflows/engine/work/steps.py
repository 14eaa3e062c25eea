"""Ending a step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from viewflow.workflow.models import Task

from casework.drafts.services import drafts_remove
from casework.people.models import User
from workflows.engine.following import following
from workflows.engine.moment import acting
from workflows.engine.work.hands import unclaimed_require
from workflows.engine.work.under_lock import for_who_is_away, under_lock


def complete(*, task: Task, by: User, at: datetime, outcome: str, arguments: dict[str, Any]) -> None:
    """End the step with an outcome; an unclaimed one is claimed on the way.

    One way to end a step is to return the work: the domain's verb sends it back with reasons, and its
    round goes up. Work of somebody who is away is done on their behalf by who stands in for them.
    Raises WorkRefused when it is another's or done, and whatever RuleBroken the domain's verb
    raises; then nothing has changed.
    """
    with under_lock(task, by, at, doing="complete") as held:
        held = for_who_is_away(held)
        if held.task.owner_id != by.pk and held.by.on_behalf_of is None:
            unclaimed_require(held)
        with acting(held.by, at), following(held.case):
            held.step.outcomes[outcome].verb(record=held.record, by=held.by, at=at, **arguments)
            held.activation.finish(by)
        # After its row is closed, which is what keeps a late draft out.
        drafts_remove(person=by, subject=held.record.pk, kind=held.step.kind)
