"""Somebody is kept from a case from now on: the work on it that they hold goes back to its pools."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from viewflow.workflow.models import Task

from casework.access.bars import bar_set
from casework.access.policy import Actor
from casework.access.restrictions import case_restrict, case_take_off
from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.people.models import User
from workflows.engine.tasks import is_known
from workflows.engine.work.leaving import return_if_not_theirs
from workflows.engine.work.under_lock import activation_locked


def bar(*, case: CaseFile, by: Actor, at: datetime, **details: Any) -> Any:
    """`bar_set`, for `act_on_case`; nine queries more for each piece of work that they held."""
    made = bar_set(case=case, by=by, at=at, **details)
    _give_back(case, by, at)
    return made


def restrict(*, case: CaseFile, by: Actor, at: datetime, **details: Any) -> Any:
    """`case_restrict`, likewise."""
    made = case_restrict(case=case, by=by, at=at, **details)
    _give_back(case, by, at)
    return made


def take_off(*, case: CaseFile, by: Actor, at: datetime, **details: Any) -> None:
    """`case_take_off`, likewise."""
    case_take_off(case=case, by=by, at=at, **details)
    _give_back(case, by, at)


def _give_back(case: CaseFile, by: Actor, at: datetime) -> None:
    held = list(Obligation.objects.open().filter(case_file=case, owner__isnull=False).order_by("pk"))
    owners = User.objects.in_bulk({owed.owner_id for owed in held})
    tasks = Task.objects.select_related("process__caseprocess").in_bulk([owed.task for owed in held])
    for owed in held:
        if owed.task and owed.owner_id and is_known(tasks[owed.task]):
            return_if_not_theirs(activation_locked(tasks[owed.task]), owners[owed.owner_id], by, at)
