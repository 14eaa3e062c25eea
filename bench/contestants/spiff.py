"""SpiffWorkflow with its state as JSON in a row: lock, read, complete the task, write, commit."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from bench.contestants.floor import connected
from bench.contestants.raw import NEXT

DIAGRAM = Path(__file__).with_name("file_review.bpmn")
# Its state holds every task that ever was. A case that came round so often starts anew, so that
# a long run does not count against it.
MOST_TASKS = 30
INSERT = "INSERT INTO bench_spiff (state) VALUES (%s) RETURNING id"
LOCK = "SELECT state FROM bench_spiff WHERE id = %s FOR UPDATE"
WRITE = "UPDATE bench_spiff SET state = %s WHERE id = %s"


def prepare(cases: int) -> list[int]:
    with connected().transaction():
        connected().execute("CREATE TABLE bench_spiff (id serial PRIMARY KEY, state text NOT NULL)")
        rows = [connected().execute(INSERT, [_initial()]).fetchone() for _ in range(cases)]
    return [row[0] for row in rows if row]


def step(case: int) -> bool:
    with connected().transaction():
        row = connected().execute(LOCK, [case]).fetchone()
        workflow = _serializer().deserialize_json(row[0])  # type: ignore[index]
        _complete_next(workflow)
        state = _serializer().serialize_json(workflow)
        connected().execute(WRITE, [_initial() if len(workflow.tasks) > MOST_TASKS else state, case])
    return True


def _complete_next(workflow: BpmnWorkflow) -> None:
    task = workflow.get_next_task(state=TaskState.READY, manual=True)
    task.data["position"] = NEXT[task.task_spec.name]
    task.run()
    workflow.do_engine_steps()


@cache
def _initial() -> str:
    """A submitted file."""
    parser = BpmnParser()
    parser.add_bpmn_file(str(DIAGRAM))
    workflow = BpmnWorkflow(parser.get_spec("file_review"))
    workflow.do_engine_steps()
    _complete_next(workflow)
    return _serializer().serialize_json(workflow)


@cache
def _serializer() -> BpmnWorkflowSerializer:
    return BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())


def connection() -> Any:
    return connected().pgconn
