"""Several pieces of work that were selected on a list: which, as they were seen, and what is against each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.http import QueryDict
from viewflow.workflow.models import Task

from casework.obligations.models import Obligation, ObligationQuerySet

# A piece of work and who held it when the page was made, by their keys; nobody is 0.
SEEN = re.compile("([0-9]{1,18})-([0-9]{1,18})")
ALL = "all"


@dataclass(frozen=True)
class Selection:
    """The tasks that were selected, each with who held it on the page; and how many were too many."""

    seen: dict[int, int | None]
    left_out: int = 0


class Excluded(NamedTuple):
    """Work that is not touched, and why."""

    row: Obligation
    why: str


@dataclass
class Checked:
    """What would be done, and what not. `unknown` is what is not among the work of the person at all."""

    included: list[Obligation] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)
    unknown: int = 0
    left_out: int = 0


def value_of(row: Obligation) -> str:
    return f"{row.task}-{row.owner_id or 0}"


def selection_of(sent: QueryDict, listed: ObligationQuerySet) -> Selection:
    """What was ticked, or all that is listed on every page; the first of it if it is too much at once.

    No query for what was ticked, and two for all. What is not understood is left out.
    """
    most = settings.CASEWORK_MOST_AT_ONCE
    if ALL in sent:
        first: dict[int, int | None] = {
            task: owner for task, owner in listed.values_list("task", "owner")[:most] if task
        }
        return Selection(first, max(listed.count() - len(first), 0))
    found = (SEEN.fullmatch(value) for value in sent.getlist("work"))
    ticked = [(int(match[1]), int(match[2]) or None) for match in found if match]
    return Selection(dict(ticked[:most]), len(ticked[most:]))


def checked(theirs: ObligationQuerySet, selection: Selection, why: Callable[[Obligation], str]) -> Checked:
    """Sort what was selected, of the work that the person gives out or does, as it was listed. One query.

    `why` tells why a piece of work that is as it was seen cannot be done; empty for one that can.
    """
    found = Checked(left_out=selection.left_out)
    order = {task: place for place, task in enumerate(selection.seen)}
    rows = list(theirs.filter(task__in=order).select_related("case_file", "owner"))
    rows.sort(key=lambda row: order[row.task or 0])
    for row in rows:
        against = changed(row, selection.seen[row.task or 0]) or why(row)
        if against:
            found.excluded.append(Excluded(row, against))
        else:
            found.included.append(row)
    found.unknown = len(selection.seen) - len(rows)
    return found


def changed(row: Obligation, holder_seen: int | None) -> str:
    """What has happened to the work since the page was made; nothing if it is as it was. No query."""
    if row.closed_at:
        return "This has already been done or is no longer needed"
    if row.owner_id == holder_seen:
        return ""
    if row.owner is None:
        return "This has been released meanwhile. Check it, then try again"
    return f"{row.owner.signature} has this now. Check it, then try again"


def tasks_of(rows: Iterable[Obligation]) -> list[Task]:
    """The tasks of the work, with the holders that its rows show. One query."""
    holders = {row.task: row.owner_id for row in rows}
    tasks = list(Task.objects.filter(pk__in=holders).select_related("process__caseprocess").order_by("pk"))
    for task in tasks:
        task.owner_id = holders[task.pk]
    return tasks
