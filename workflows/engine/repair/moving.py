"""Setting work at another step."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.incidents.models import Incident
from casework.people.models import User
from casework.people.roles import Side, side_of
from casework.routes.models import RouteRecord
from casework.routes.services import record_place
from workflows.engine.nodes import Step
from workflows.engine.repair.under_lock import (
    Repair,
    reason_require,
    refuse_repaired,
    repairing,
)
from workflows.engine.standing import close_all, flow_of, stand_process
from workflows.engine.tasks import open_tasks
from workflows.models import CaseProcess

LACKS = "This record lacks what that step is about. Select another step"


def move(
    *, case: CaseFile, process: int, to: str, by: User, at: datetime, reason: str, seen: set[int]
) -> None:
    """Set a process, with its record, at the named step of its flow, whatever the guards say.

    What is open of it is cancelled, and its incidents are closed. `seen` are the open tasks that the
    administrator decided on (by key). Raises NotAllowed, RuleBroken without a reason, for a step that
    there is not or that is about what the record lacks, and for the CPS at one of the police, and
    WorkRefused when other tasks are open by now.
    """
    with repairing(case, by, at, "move") as repair:
        reason_require(reason, "Enter why the work is moved")
        found = repair.process(process)
        steps = {step.name: step for step in flow_of(found).steps()}
        if to not in steps:
            raise RuleBroken("Select the step to move the work to", field="to")
        if repair.side == Side.CPS != side_of(steps[to].role):
            raise RuleBroken("An administrator of the force moves work to this step", field="to")
        if set(open_tasks().filter(process=found).values_list("pk", flat=True)) != seen:
            refuse_repaired(case)
        _move(repair, found, steps[to], reason)


def _move(repair: Repair, process: CaseProcess, step: Step, reason: str) -> None:
    for task in close_all(process):
        repair.close_incidents(task, Incident.How.MOVED, reason)
    _place(repair, process.record, step, reason)
    stand_process(process)


def _place(repair: Repair, record: RouteRecord, step: Step, reason: str) -> None:
    """Raises RuleBroken where the record lacks what the step is about: a date, or what the database asks."""
    if None in step.dates(record, timezone.localdate(repair.at)).values():
        raise RuleBroken(LACKS, field="to")
    try:
        with transaction.atomic():
            record_place(record=record, to=step.at, by=repair.by, at=repair.at, reason=reason)
    except IntegrityError:
        raise RuleBroken(LACKS, field="to") from None
