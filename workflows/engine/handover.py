"""Work that follows the officer in the case."""

from __future__ import annotations

from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile
from casework.obligations.services import obligation_hand_to
from casework.people.models import User
from workflows.engine.nodes import Step


def work_follow_officer(*, case: CaseFile, former: User) -> None:
    """Hand what the former officer holds on the case to the new one, or to its pool if they may not do it.

    Call it in the transaction that changed the officer, under the case's lock. Two queries,
    and two for each piece of work.
    """
    held = Task.objects.filter(process__caseprocess__case_file=case, owner=former, status=STATUS.ASSIGNED)
    for task in held.filter(flow_task_type=Step.task_type).select_related("process"):
        activation = task.flow_task.activation_class(task)
        if actor_on(case, case.officer_in_case, (task.flow_task.role,)) is None:
            activation.unassign()
        else:
            activation.reassign(case.officer_in_case)
            obligation_hand_to(task=task.pk, owner=case.officer_in_case)
