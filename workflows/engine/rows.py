"""Whether a row of the queue says what the engine, the step and the record say."""

from __future__ import annotations

from typing import Any

from viewflow.workflow.models import Task

from casework.obligations.models import Obligation
from casework.obligations.services import pool_of
from casework.routes.models import RouteRecord


def wrong_in(row: Obligation, record: RouteRecord, task: Task) -> list[str]:
    """The names of the fields of an open step's row that are wrong. No query, if ABOUT was loaded."""
    stated: dict[str, Any] = {**task.flow_task.row_of(record), "owner_id": task.owner_id}
    stated["case_file_id"] = stated.pop("case").pk
    stated |= {**pool_of(record.case_file, task.flow_task.role), "due_on": row.earliest}
    return [name for name, value in stated.items() if getattr(row, name) != value]
