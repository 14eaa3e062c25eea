"""Work that follows the officer in the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.access.policy import Actor, actor_on
from casework.casefiles.amend import case_file_amend
from casework.casefiles.models import CaseFile
from casework.events.services import event_record
from casework.people.models import User
from workflows.engine.moment import moment
from workflows.engine.nodes import Step, StepActivation
from workflows.engine.tasks import is_known


def case_amend_and_hand_over(*, case: CaseFile, by: Actor, at: datetime, **details: Any) -> None:
    """Change the details of a case; the work of its officer goes to a new one. A verb for `act_on_case`."""
    former = case.officer_in_case
    if "officer_in_case" in case_file_amend(case=case, by=by, at=at, **details):
        work_follow_officer(case=case, former=former)


def work_follow_officer(*, case: CaseFile, former: User) -> None:
    """Hand the officer's steps that the former one holds, or nobody, to the new officer of the case.

    What the new officer may not do goes to its pool. Call it in the transaction that changed the
    officer, under the case's lock. One query, and five for each open step.
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


def _hand_over(activation: StepActivation, case: CaseFile) -> None:
    step, officer, former = activation.flow_task, case.officer_in_case, activation.task.owner
    if step.owner_of is None or step.owner_of(activation.process.record) != officer:
        _keep_or_release(activation, former)
        return
    able = actor_on(case, officer, (step.role,)) is not None
    if activation.status == STATUS.NEW:
        if not able:
            return
        activation.assign(officer)
    elif able:
        activation.reassign(officer)
    else:
        activation.unassign()
    _event(activation, former)


def _keep_or_release(activation: StepActivation, former: User | None) -> None:
    """Work that does not wait for the officer stays with who claimed it, if they still may do it."""
    step, case = activation.flow_task, activation.process.record.case_file
    if former and actor_on(case, former, (step.role,)) is None:
        activation.unassign()
        _event(activation, former)


def _event(activation: StepActivation, former: User | None) -> None:
    record, now, owner = activation.process.record, moment(), activation.task.owner
    event_record(
        case=record.case_file,
        by=replace(now.by, step=activation.flow_task.kind),
        at=now.at,
        route=record.route,
        verb=("reassigned" if former else "assigned") if owner else "released",
        subject=record.pk,
        handed_from=former,
        handed_to=owner,
    )
