"""Our verb, as the page of a step calls it: permission, guards, event, queue row, reminder, all of it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection as django_connection
from django.utils import timezone
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from bench.cases import CONSIDERED, case_make, do
from bench.people import signed_in
from casework.errors import Overtaken
from workflows.demonstration.words import ARGUMENTS, Scene
from workflows.engine import work
from workflows.engine.nodes import Step
from workflows.models import CaseProcess

OUTCOME = {"sign_off": "sign_off", "review": "return", "correct": "submit"}


def prepare(cases: int) -> list[int]:
    return [_submitted() for _ in range(cases)]


def _submitted() -> int:
    case = case_make()
    do(case, *CONSIDERED, "file_submission.prepare submit")
    return CaseProcess.objects.get(file_submission__case_file=case).pk


def step(process: int) -> bool:
    """Load the open step as its page does, and end it in the role that it needs."""
    task = (
        Task.objects.filter(flow_task_type=Step.task_type, status__in=[STATUS.NEW, STATUS.ASSIGNED])
        .select_related("process__caseprocess", "owner")
        .get(process=process)
    )
    outcome = OUTCOME[task.flow_task.name]
    try:
        work.complete(
            task=task,
            by=signed_in(task.flow_task.role),
            at=timezone.now(),
            outcome=outcome,
            arguments=_arguments(outcome),
        )
    except (work.WorkRefused, Overtaken):
        return False
    return True


@cache
def _arguments(outcome: str) -> dict[str, Any]:
    scene: Any = Scene(case=None, day=timezone.localdate(), number=1, prosecutor=None)  # type: ignore[arg-type]
    return ARGUMENTS[f"file_submission:{outcome}"](scene)


def connection() -> Any:
    django_connection.ensure_connection()
    return django_connection.connection.pgconn
