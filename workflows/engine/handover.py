"""Work that follows the officer in the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.access.policy import Actor, actor_on
from casework.audit.who import case_handed_over
from casework.casefiles.amend import case_file_amend
from casework.casefiles.models import CaseFile
from casework.people.models import User
from casework.routes.models import RouteRecord
from workflows.engine.moment import moment
from workflows.engine.nodes import Step, StepActivation
from workflows.engine.tasks import is_known
from workflows.engine.work.hands import hold_over
from workflows.engine.work.under_lock import OPEN, Held


def case_amend_and_hand_over(*, case: CaseFile, by: Actor, at: datetime, **details: Any) -> None:
    """Change the details of a case; the work of its officer goes to a new one. A verb for `act_on_case`."""
    former = case.officer_in_case
    case_handed_over(case.pk)
    if "officer_in_case" in case_file_amend(case=case, by=by, at=at, **details):
        work_follow_officer(case=case, former=former)


def work_follow_officer(*, case: CaseFile, former: User) -> None:
    """Hand the officer's steps that the former one holds, or nobody, to the new officer of the case.

    What the new officer may not do goes to its pool. Call it in the transaction that changed the
    officer, under the case's lock. One query, and six for each open step.
    """
    open_steps = Task.objects.filter(
        Q(owner=former) | Q(owner__isnull=True),
        process__caseprocess__case_file=case,
        flow_task_type=Step.task_type,
        status__in=[STATUS.NEW, STATUS.ASSIGNED],
    )
    for task in filter(is_known, open_steps.select_related("process__caseprocess")):
        task.process = task.process.caseprocess
        task.process.record.case_file = case
        _hand_over(task.flow_task.activation_class(task), case)


def work_follow_owner(record: RouteRecord) -> None:
    """Hand the open step of a record to whom the record now names for it, or to its pool.

    Call it under the case's lock. One query, and six for a step that changes hands.
    """
    process = record.process  # type: ignore[attr-defined]  # the other end of CaseProcess's one-to-one
    process.record_set(record, record.case_file)
    for task in Task.objects.filter(process=process, flow_task_type=Step.task_type, status__in=OPEN):
        task.process = process
        activation = task.flow_task.activation_class(task)
        owner = task.flow_task.calc_owner(activation)
        if owner != task.owner:
            _give(activation, owner)


def _hand_over(activation: StepActivation, case: CaseFile) -> None:
    step, officer, former = activation.flow_task, case.officer_in_case, activation.task.owner
    if step.owner_of is None or step.owner_of(activation.process.record) != officer:
        # Stays with who claimed it in another role, if they still hold that.
        if former and actor_on(case, former, (step.role,)) is None:
            _give(activation, None)
    elif actor_on(case, officer, (step.role,)):
        _give(activation, officer)
    elif former:
        _give(activation, None)


def _give(activation: StepActivation, officer: User | None) -> None:
    """To the officer, or to the pool, with the event of it; whatever was on hold is not any more."""
    former, now = activation.task.owner, moment()
    held = Held(activation, replace(now.by, step=activation.flow_task.kind), now.at)
    hold_over(held)
    if officer is None:
        activation.unassign()
        held.event("released", handed_from=former)
    elif former is None:
        activation.assign(officer)
        held.event("assigned", handed_to=officer)
    else:
        activation.reassign(officer)
        held.event("reassigned", handed_from=former, handed_to=officer)
