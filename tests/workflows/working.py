"""What the tests of the work service share."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from viewflow.workflow.models import Task

from casework.deadlines.calendar import working_day_from
from workflows.models import CaseProcess


def now() -> dict[str, object]:
    return {"at": timezone.now()}


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def to_work_in(days: int):
    """The same, or the next working day: what somebody is asked to do by."""
    return working_day_from(in_days(days))


def task_of(drive, case, kind: str) -> Task:
    return Task.objects.get(pk=drive.open_work(case, kind).task)


def last_event(case):
    return case.events.latest("pk")


def process_of(kind: str) -> CaseProcess:
    return CaseProcess.objects.get(**{f"{kind}__isnull": False})
