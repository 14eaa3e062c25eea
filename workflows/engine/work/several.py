"""Several pieces of work at once, each in a transaction of its own: one that fails leaves the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from viewflow.workflow.models import Task

from casework.errors import RuleBroken
from casework.people.models import User
from workflows.engine.work.hands import assign
from workflows.engine.work.refusals import WorkFailed
from workflows.engine.work.steps import complete


@dataclass
class Several:
    """What became of each of several pieces of work."""

    done: list[Task] = field(default_factory=list)
    refused: list[tuple[Task, str]] = field(default_factory=list)
    # The service failed at some of what was refused.
    failed: bool = False


def assign_many(*, tasks: Iterable[Task], to: User, by: User, at: datetime, reason: str = "") -> Several:
    """Give each step to the person: one that somebody took meanwhile stays where it is.

    The tasks are as they were seen: their owners tell what changed meanwhile.
    """
    return _each(
        tasks, lambda task: assign(task=task, to=to, by=by, at=at, reason=reason, seen=task.owner_id)
    )


def complete_many(
    *, tasks: Iterable[Task], by: User, at: datetime, outcome: str, arguments: Mapping[int, dict[str, Any]]
) -> Several:
    """End each step with the same outcome; `arguments` are those of its verb, by the key of the task."""
    return _each(
        tasks,
        lambda task: complete(task=task, by=by, at=at, outcome=outcome, arguments=arguments[task.pk]),
    )


def _each(tasks: Iterable[Task], act: Callable[[Task], None]) -> Several:
    several = Several()
    for task in tasks:
        try:
            act(task)
        except RuleBroken as refusal:
            several.refused.append((task, refusal.message))
            several.failed |= isinstance(refusal, WorkFailed)
        else:
            several.done.append(task)
    return several
