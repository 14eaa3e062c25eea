"""What stands: each process that is under way with its record, its open tasks and their rows of the queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.routes.models import RouteRecord
from workflows.engine.tasks import open_tasks
from workflows.models import SUBJECTS, CaseProcess

CHUNK = 1000


@dataclass(frozen=True)
class Standing:
    """A process that is not over, or that has left an open task behind."""

    process: CaseProcess
    record: RouteRecord
    tasks: Sequence[Task]
    rows: dict[int, Obligation]

    @property
    def carries(self) -> str:
        return subject_of(self.process)


def standing(cases: QuerySet[CaseFile]) -> Iterator[Standing]:
    """Every process of the cases that is under way. Twelve queries, and eleven for each further thousand."""
    left_open = open_tasks().filter(process=OuterRef("pk"))
    found = CaseProcess.objects.filter(Q(status=PROCESS.NEW) | Exists(left_open), case_file__in=cases)
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield from _loaded(keys[start : start + CHUNK])


def _loaded(keys: list[int]) -> Iterator[Standing]:
    processes = CaseProcess.objects.filter(pk__in=keys).select_related("case_file").order_by("pk")
    tasks = _tasks_by_process(keys)
    numbers = [task.pk for each in tasks.values() for task in each]
    rows = {row.task: row for row in Obligation.objects.open().filter(task__in=numbers)}
    for process in with_records(list(processes)):
        theirs = tasks[process.pk]
        mine = {task.pk: rows[task.pk] for task in theirs if task.pk in rows}
        yield Standing(process, process.record, theirs, mine)


def _tasks_by_process(keys: list[int]) -> dict[int, list[Task]]:
    tasks = defaultdict(list)
    for task in open_tasks().filter(process__in=keys).order_by("pk"):
        tasks[task.process_id].append(task)
    return tasks


def with_records(processes: list[CaseProcess]) -> list[CaseProcess]:
    """Give each process its record, and the record its case. One query for each kind of record."""
    for kind in SUBJECTS:
        carried = [process for process in processes if getattr(process, f"{kind}_id")]
        records = records_of(kind).in_bulk([getattr(process, f"{kind}_id") for process in carried])
        for process in carried:
            record = records[getattr(process, f"{kind}_id")]
            record.case_file = process.case_file
            setattr(process, kind, record)
    return processes


def records_of(kind: str) -> QuerySet[Any]:
    """The records that a process carries in this field, with what they are called by."""
    model: Any = CaseProcess._meta.get_field(kind).related_model
    records = model._default_manager.all()
    return records.select_related(*model.ABOUT) if model.ABOUT else records


def subject_of(process: CaseProcess) -> str:
    """Which kind of record the process carries. No query."""
    return next(kind for kind in SUBJECTS if getattr(process, f"{kind}_id"))
