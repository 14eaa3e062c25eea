"""Whether the queue, the engine and the records say the same: nothing to find, unless something is wrong.

Pure reads. Found again after every test, by `manage.py check_queue`, and on the page of the incidents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from casework.casefiles.complete import victims_lacking
from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.people.roles import side_of
from workflows.engine.nodes import Step, Wait
from workflows.engine.registry import FLOWS, all_flows
from workflows.engine.rows import wrong_in
from workflows.engine.tasks import is_known, open_tasks
from workflows.queues.standing import Standing, records_of, standing
from workflows.queues.uncarried import kinds_not_carried

UNKNOWN = "its route no longer has this step"
NO_ROW = "no row of the queue for an open step"
NO_TASK = "a row of the queue without an open step"
ROW_DIFFERS = "the row of the queue differs in"
TIMER = "a closed row with a timer"
ELSEWHERE = "the record stands elsewhere than its open step"
OTHER_SIDE = "another side owes the record than does the step"
COME = "a wait for what has come"
SEVERAL = "several open steps of one record"
IDLE = "a process under way with nothing open"
LEFT_BEHIND = "an open step of a process that is over"
NOT_CARRIED = "work is owed on a record that nothing carries on"
LACKING = "a victim without what every victim has"


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it must be. Names nobody: a case by its URN, work by its kind."""

    what: str
    case: CaseFile
    step: str
    title: str = ""
    about: str = ""
    since: datetime | None = None
    process: int | None = None
    task: int | None = None
    record: Any = None
    detail: str = ""

    def __str__(self) -> str:
        words = f"{self.what} {self.detail}" if self.detail else self.what
        number = f", task {self.task}" if self.task else ""
        return f"{self.case.urn}, {self.step}{number}: {words}"


def differences(cases: QuerySet[CaseFile] | None = None) -> list[Difference]:
    """What differs in the cases, or in all. About 14 queries, eleven more for each 1000 processes."""
    within = CaseFile.objects.all() if cases is None else cases
    under_way = list(standing(within))
    found = [difference for each in under_way for difference in _process_differences(each)]
    alone = (_rows_alone(within), _timers(within), _not_carried(within), _lacking(within))
    return [*found, *_waits_over(under_way), *chain(*alone)]


def _process_differences(each: Standing) -> Iterator[Difference]:
    under_way = each.process.status == PROCESS.NEW
    if under_way and not each.tasks:
        yield _of(each, IDLE, title=each.record.words_for(None), since=each.record.moved_at)
    for task in each.tasks:
        if not under_way:
            yield _of(each, LEFT_BEHIND, task)
        yield from _task_differences(each, task)
    if len(each.tasks) > 1:
        yield _of(each, SEVERAL, each.tasks[-1])


def _task_differences(each: Standing, task: Task) -> Iterator[Difference]:
    if not is_known(task) or each.process.flow_class is None:
        yield _of(each, UNKNOWN, task)
    elif isinstance(task.flow_task, Step):
        yield from _step_differences(each, task)
    elif isinstance(task.flow_task, Wait) and not _stands_at(each, task.flow_task):
        yield _of(each, ELSEWHERE, task)


def _step_differences(each: Standing, task: Task) -> Iterator[Difference]:
    if not _stands_at(each, task.flow_task):
        yield _of(each, ELSEWHERE, task)
    elif each.record.owed_by != side_of(task.flow_task.role):
        yield _of(each, OTHER_SIDE, task)
    row = each.rows.get(task.pk)
    if row is None:
        yield _of(each, NO_ROW, task)
    elif wrong := wrong_in(row, each.record, task):
        yield _of(each, ROW_DIFFERS, task, detail=", ".join(wrong))


def _stands_at(each: Standing, node: Step | Wait) -> bool:
    return each.record.position == node.at and each.record.withdrawn_at is None


def _waits_over(under_way: list[Standing]) -> Iterator[Difference]:
    """The waits whose end has come and that nobody woke. One query for each wait of the flows."""
    for node in [node for flow in all_flows() for node in flow.waits()]:
        at_it = {
            each.record.pk: (each, task)
            for each in under_way
            for task in each.tasks
            if task.flow_task == node and _stands_at(each, node)
        }
        over = node.over(records_of(node.flow_class.carries).filter(pk__in=list(at_it)))
        yield from (_of(*at_it[record.pk][:1], COME, at_it[record.pk][1]) for record in over)


def _rows_alone(cases: QuerySet[CaseFile]) -> Iterator[Difference]:
    carried = open_tasks().filter(pk=OuterRef("task"))
    rows = Obligation.objects.open().filter(~Exists(carried), case_file__in=cases)
    return (_of_row(row, NO_TASK) for row in rows.select_related("case_file"))


def _timers(cases: QuerySet[CaseFile]) -> Iterator[Difference]:
    closed = Obligation.objects.filter(closed_at__isnull=False, case_file__in=cases)
    armed = closed.filter(Q(act_after__isnull=False) | Q(held_until__isnull=False))
    return (_of_row(row, TIMER) for row in armed.select_related("case_file"))


def _not_carried(cases: QuerySet[CaseFile]) -> Iterator[Difference]:
    """Records that somebody owes, without a process or with one that is over. One query if there is none."""
    for kind in kinds_not_carried():
        records = records_of(kind)
        owed = records.filter(position__in=list(records.model.OWED), withdrawn_at__isnull=True)
        alone = owed.filter(Q(process__isnull=True) | ~Q(process__status=PROCESS.NEW), case_file__in=cases)
        for record in alone.select_related("case_file", "process"):
            yield Difference(
                what=NOT_CARRIED,
                case=record.case_file,
                step=f"{kind}.{record.position}",
                title=record.get_position_display(),
                about=record.about,
                since=record.moved_at,
                process=getattr(getattr(record, "process", None), "pk", None),
                record=record,
            )


def _lacking(cases: QuerySet[CaseFile]) -> Iterator[Difference]:
    for kind, victim in victims_lacking(cases):
        title = str(FLOWS[kind].__doc__).splitlines()[0]
        yield Difference(
            LACKING, victim.case_file, step=kind, title=title, about=victim.reference, record=victim
        )


def _of(each: Standing, what: str, task: Task | None = None, **more: Any) -> Difference:
    name = task.flow_task.name if task and task.flow_task else each.record.position
    said = {
        "title": getattr(task.flow_task, "title", "") if task else "",
        "since": task.created if task else None,
        "task": task.pk if task else None,
    }
    return Difference(
        what=what,
        case=each.process.case_file,
        step=f"{each.carries}.{name}",
        about=each.record.about,
        process=each.process.pk,
        record=each.record,
        **{**said, **more},
    )


def _of_row(row: Obligation, what: str) -> Difference:
    return Difference(
        what=what,
        case=row.case_file,
        step=row.kind,
        title=row.title,
        about=row.about,
        since=row.opened_at,
        task=row.task,
    )
