"""The table of docs/verbs.md, and the same as the product answers when everybody tries everything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import Role
from casework.routes.models import RouteRecord
from config.settings import BASE_DIR
from workflows.engine import work
from workflows.engine.registry import FLOWS
from workflows.models import CaseProcess

TABLE = BASE_DIR / "docs" / "verbs.md"
HEADING = re.compile(r"^## (\w+)$")
RESTS = ("rests", "waits")


class Way(NamedTuple):
    """What somebody in a role may do to a record of a kind that stands at a position."""

    kind: str
    position: str
    verb: str
    role: str


def written() -> set[Way]:
    """The ways in the table."""
    ways, kind = set[Way](), ""
    for line in TABLE.read_text().splitlines():
        if heading := HEADING.match(line):
            kind = heading[1]
        elif kind and line.startswith("| ") and not line.startswith("| position"):
            position, verb, how, roles = (cell.strip() for cell in line.strip("|").split("|"))
            ways |= {Way(kind, position, verb, role) for role in roles.split(", ") if how not in RESTS}
    return ways


def positions_written() -> set[tuple[str, str]]:
    """Every position that the table names, those at rest too."""
    found, kind = set(), ""
    for line in TABLE.read_text().splitlines():
        if heading := HEADING.match(line):
            kind = heading[1]
        elif kind and line.startswith("| ") and not line.startswith("| position"):
            found.add((kind, line.strip("|").split("|")[0].strip()))
    return found


def allowed() -> set[Way]:
    """The ways that the product leaves open, of one record at each position, tried by one of each role.

    Every case is as one in which somebody is charged, so that witness care is not refused for want of it.
    """
    CaseFile.objects.update(open_to_witness_care_at=timezone.now())
    people = list(User.objects.filter(is_active=True))
    return {way for kind in FLOWS for record in _one_of_each(kind) for way in _ways(kind, record, people)}


def _one_of_each(kind: str) -> Iterator[RouteRecord]:
    model = CaseProcess._meta.get_field(kind).related_model
    for position in model.Position.values:
        # One that the CPS sees, so that its roles are not refused for want of the case.
        found = model.objects.filter(position=position, withdrawn_at=None).select_related(
            "case_file", "process"
        )
        yield found.order_by("case_file__shared_with_cps_at").first()


def _ways(kind: str, record: RouteRecord, people: list[User]) -> Iterator[Way]:
    case = CaseFile.objects.get(pk=record.case_file_id)
    for verb, attempt in _verbs(kind, record):
        for role in Role:
            person = _in_only(role, case, people)
            if person and _is_open(lambda attempt=attempt, person=person: attempt(person)):
                yield Way(kind, record.position, verb, role)


def _in_only(role: str, case: CaseFile, people: list[User]) -> User | None:
    """Somebody who acts in the role on the case and in no other."""
    for person in people:
        acts_in = [each for each in Role if actor_on(case, person, (each,))]
        if acts_in == [role]:
            return person
    return None


def _verbs(kind: str, record: RouteRecord) -> Iterator[tuple[str, Callable[[User], None]]]:
    owed = Obligation.objects.open().filter(subject=record.pk).first()
    now = {"at": timezone.now()}
    if owed:
        task = Task.objects.get(pk=owed.task)
        for outcome in task.flow_task.outcomes:
            done = {"task": task, "outcome": outcome, "arguments": {}, **now}
            yield outcome, lambda by, done=done: work.complete(by=by, **done)
        yield "withdraw", lambda by: work.cancel(task=task, by=by, reason="", **now)
    for turn in FLOWS[kind].turns:
        turned = {"record": record, "key": turn.key, "arguments": {}, **now}
        yield turn.key, lambda by, turned=turned: work.turn(by=by, **turned)


def _is_open(attempt: Callable[[], None]) -> bool:
    """Whether role and position let it through. What then fails for want of an answer was let through."""
    with transaction.atomic():
        try:
            attempt()
        except work.NotAllowed:
            return False
        except work.WorkFailed:
            return True
        except work.WorkRefused as refusal:
            # A turn at another position; a step that a colleague has claimed is open to the role.
            return "moved this on" not in refusal.message and "no longer needed" not in refusal.message
        except RuleBroken:
            return True
        finally:
            transaction.set_rollback(True)
    return True
