"""Cases under way when the flows change: which of them a release would orphan, and how they are carried over.

The database names flow and node in text. A running case finishes on the version that it started
on as long as the code has that version's class; before the class goes, its cases are carried to
another one, node by node.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from viewflow.workflow import STATUS, Node
from viewflow.workflow.fields import get_flow_ref, get_task_ref
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from casework.access.policy import actor_on
from casework.events.services import event_record
from casework.obligations.models import Obligation
from casework.obligations.services import obligation_carry
from casework.routes.models import RouteRecord
from workflows.engine.lock import case_locked
from workflows.engine.nodes import CaseFlow, Step
from workflows.engine.registry import all_flows
from workflows.models import CaseProcess

STANDING = (STATUS.NEW, STATUS.ASSIGNED, STATUS.ERROR)
NodeMap = dict[str, str]


class NotCarried(Exception):
    """A case cannot be carried over; the words say why and name no person."""


@dataclass(frozen=True)
class Orphaned:
    """Open tasks at a node that the code does not have."""

    node: str
    tasks: int


def known_nodes() -> dict[str, Node]:
    """Every node of every version, by the text that the database holds."""
    return {get_task_ref(node): node for flow in all_flows() for node in flow._nodes_by_name.values()}


def orphaned() -> list[Orphaned]:
    """The nodes at which open tasks stand and that the code has no longer. One query."""
    standing = Task.objects.filter(status__in=STANDING, process__status=PROCESS.NEW).order_by()
    nodes = standing.annotate(node=Cast("flow_task", TextField())).values_list("node").annotate(Count("pk"))
    known = known_nodes()
    return [Orphaned(node, tasks) for node, tasks in sorted(nodes) if node not in known]


def processes_on(flow: str, urn: str = "") -> QuerySet[CaseProcess]:
    """The running processes of a flow by its text, of one case if it is named."""
    running = CaseProcess.objects.annotate(on=Cast("flow_class", TextField())).filter(on=flow)
    running = running.filter(status=PROCESS.NEW).order_by("pk")
    return running.filter(case_file__urn=urn) if urn else running


def carry(process: int, *, to: type[CaseFlow], nodes: NodeMap, at: datetime) -> None:
    """Carry one running process to another version: its open tasks go to the nodes that the map names.

    Open work keeps its holder if they may do the new step, and the dates of the clocks that the new step
    has too; a new clock counts from the day on which the work was opened. Raises NotCarried, with
    nothing changed, for an open node without a place in the map, a place that `to` does not have,
    and a step at which the record does not stand. FlowLockFailed for a busy case. Seven queries,
    and three for each open task.
    """
    with transaction.atomic():
        case = case_locked(CaseProcess.objects.values_list("case_file", flat=True).get(pk=process))
        found = CaseProcess.objects.get(pk=process)
        if found.status != PROCESS.NEW:
            raise NotCarried("it has ended meanwhile")
        record = found.record
        record.case_file = case
        for task, node in _standing(process):
            _carry_task(task, _target(node, to, nodes), found, at)
        CaseProcess.objects.filter(pk=process).update(flow_class=get_flow_ref(to))
        _event(record, at, "migrated", reason=f"To version {to.version}")


def _event(record: RouteRecord, at: datetime, verb: str, **details: Any) -> None:
    event_record(
        case=record.case_file,
        by=None,
        at=at,
        route=record.route,
        verb=verb,
        subject=record.pk,
        **details,
    )


def _standing(process: int) -> Iterator[tuple[Task, str]]:
    """The open tasks of the process with the name of their node, whether the code has it or not."""
    tasks = Task.objects.filter(process=process, status__in=STANDING)
    for task in tasks.annotate(node=Cast("flow_task", TextField())).select_related("owner"):
        yield task, task.node.rpartition(".")[2]


def _target(node: str, to: type[CaseFlow], nodes: NodeMap) -> Node:
    if node not in nodes:
        raise NotCarried(f"it stands at {node}, which the map does not name")
    target = to._nodes_by_name.get(nodes[node])
    if target is None:
        raise NotCarried(f"version {to.version} has no node {nodes[node]}")
    return target


def _carry_task(task: Task, target: Node, process: CaseProcess, at: datetime) -> None:
    record = process.record
    position = getattr(target, "at", record.position)
    if record.position != position:
        raise NotCarried(f"its record stands at {record.position}, and {target.name} is for {position}")
    if (task.flow_task_type == Step.task_type) != isinstance(target, Step):
        raise NotCarried(f"{target.name} is not the same kind of node")
    owner = task.owner
    if isinstance(target, Step):
        owner = owner if owner and actor_on(record.case_file, owner, (target.role,)) else None
        if owner != task.owner:
            _event(record, at, "released", step=target.kind, handed_from=task.owner)
        _carry_work(task, target, process, at)
    status = task.status if owner or task.status == STATUS.ERROR else STATUS.NEW
    Task.objects.filter(pk=task.pk).update(
        flow_task=get_task_ref(target), flow_task_type=target.task_type, owner=owner, status=status
    )


def _carry_work(task: Task, step: Step, process: CaseProcess, at: datetime) -> None:
    work = Obligation.objects.open().select_related("owner").get(task=task.pk)
    able = work.owner and actor_on(process.record.case_file, work.owner, (step.role,))
    obligation_carry(
        work=work,
        case=process.record.case_file,
        kind=step.kind,
        title=step.title,
        role=step.role,
        owner=work.owner if able else None,
        clocks=step.dates(process.record, timezone.localdate(work.opened_at)),
        counted=step.counted(process.record, timezone.localdate(work.opened_at)),
        at=at,
    )
