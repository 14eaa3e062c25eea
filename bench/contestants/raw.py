"""Viewflow by itself: stock nodes, stock tables, the lock on the process's row, the position in its data."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from viewflow import this
from viewflow.fsm import TransitionNotAllowed
from viewflow.workflow import STATUS, flow
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.models import Process, Task

from bench.contestants.ours import connection
from bench.people import person

NEXT = {"prepare": "sign_off", "sign_off": "review", "review": "correct", "correct": "sign_off"}
WHO = {
    "prepare": "investigator",
    "sign_off": "supervisor",
    "review": "gatekeeper",
    "correct": "investigator",
}

__all__ = ["connection", "prepare", "step"]


def no_page(request: Any) -> HttpResponse:
    raise NotImplementedError("nothing is sent by HTTP here")


def is_at(position: str) -> Any:
    return lambda activation: activation.process.data["position"] == position


class RawFileFlow(flow.Flow):
    """File review without us"""

    process_class = Process
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)

    start = flow.StartHandle().Next(this.prepare)
    prepare = flow.View(no_page).Assign(this.officer).Next(this.sign_off)
    sign_off = flow.View(no_page).Next(this.is_signed_off)
    is_signed_off = flow.Switch().Case(this.review, is_at("review")).Default(this.correct)
    review = flow.View(no_page).Next(this.is_accepted)
    is_accepted = flow.Switch().Case(this.end, is_at("accepted")).Default(this.correct)
    correct = flow.View(no_page).Assign(this.officer).Next(this.sign_off)
    end = flow.End()

    def officer(self, activation: Any) -> Any:
        return person("investigator")


def prepare(cases: int) -> list[int]:
    keys = [RawFileFlow.start.run().pk for _ in range(cases)]
    for key in keys:
        step(key)
    return keys


def step(process: int) -> bool:
    """Load the open task, claim it where nobody has it, and end it."""
    task = Task.objects.select_related("process", "owner").get(
        process=process, flow_task_type="HUMAN", status__in=[STATUS.NEW, STATUS.ASSIGNED]
    )
    try:
        with task.activation() as activation:
            _end(activation)
    except TransitionNotAllowed:
        return False
    return True


def _end(activation: Any) -> None:
    name = activation.flow_task.name
    if activation.task.owner_id is None:
        activation.assign(person(WHO[name]))
    activation.start(None)
    activation.process.data["position"] = NEXT[name]
    activation.process.save(update_fields=["data"])
    activation.execute()
