"""Where a case stands, without what makes no difference: keys, dates, which of two alike people it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Q
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.review_rights.models import DecisionReview
from casework.rows import row_get
from workflows.engine.routes import kinds_unstarted
from workflows.models import CaseProcess
from workflows.soundness.people import Names
from workflows.soundness.scenes import Stage

OPEN = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED, STATUS.SCHEDULED, STATUS.ERROR)
ENDED = (STATUS.DONE, STATUS.CANCELED)
SEVERAL = 2
Naming = Callable[[int | None], str]
# What guards and owners read of a record beside its position and its round.
PEOPLE_READ = {
    "bad_character": ("prosecutor_id",),
    "bad_character_checkpoint": ("prosecutor_id",),
    "bad_character_notice": ("prosecutor_id",),
    "break_in": ("person_id",),
    "charging_decision": ("prosecutor_id",),
    "early_advice": ("prosecutor_id",),
    "escalation": ("raised_by_id",),
    "file_submission": ("submitted_by_id", "submitted_for_id"),
    "line_of_inquiry": ("adviser.pk",),
    "letter": ("opened_by_id",),
    "plan_item": ("plan.issued_by_id", "owner_id"),
    "special_measures_application": ("prosecutor_id",),
}
# Who signed a file off is asked while it is checked, and forgotten when it is submitted again; who
# rejected a request, and who asked for the appeal, is asked until the appeal is decided.
FOUR_EYES = {
    "early_advice": (
        ("revise", "appeal", "appealed"),
        ("rejection.rejected_by_id", "rejection.rejected_for_id", "appeal_asked_by_id"),
    ),
    "file_submission": (
        ("sign_off", "review"),
        ("submitted_by_id", "submitted_for_id", "signed_off_by_id", "signed_off_for_id"),
    ),
    "letter": (("check",), ("opened_by_id", "current.drafted_by_id", "current.drafted_for_id")),
    # Who drafted a further plan, which is reviewed at once or not at all, is its prosecutor.
    "charging_decision": (("plan_review",), ("prosecutor_id",)),
}
FACTS_READ = {
    "bad_character": ("nil_return",),
    "charging_decision": ("meeting_stands",),
    "court_stage": ("stage",),
    "custody_limit": ("expires_on", "days_allowed"),
    "early_advice": ("appealed_already", "is_advised"),
    "hearing": ("on",),
    "plan_item": ("plan.number",),
    "review_right": ("can_be_asked",),
    "vps_offer": ("has_statement",),
    "special_measures": ("can_be_applied_for",),
}
# Whose guards read what somebody did before, which no state holds: with one who did nothing, somebody can.
HISTORY_READ = ("decision_review",)
# Nothing reads the round of an item, and there are several of them at a time.
ROUND_UNREAD = ("plan_item",)


class Work(NamedTuple):
    """An open task of the engine."""

    node: str
    status: str
    owner: str


class Owed(NamedTuple):
    """An open obligation."""

    kind: str
    owner: str
    held: bool


class Part(NamedTuple):
    """One process with its record."""

    kind: str
    process: str
    position: str
    withdrawn: bool
    at_rest: bool
    round: int
    facts: tuple[str, ...]
    people: tuple[str, ...]
    work: tuple[Work, ...]
    owed: tuple[Owed, ...]

    @property
    def ended(self) -> bool:
        return self.process in ENDED


class State(NamedTuple):
    """`loose` names the kinds of record that no process carries."""

    shared_with_cps: bool
    loose: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def ended(self) -> bool:
        return all(part.ended for part in self.parts)

    def open_nodes(self) -> set[str]:
        return {f"{part.kind}.{work.node}" for part in self.parts for work in part.work}


@dataclass(frozen=True)
class Found:
    """A state as it is in the database.

    With the tasks to act on, the processes with their records, what is on hold, how many action plans
    there are, and what people are called.
    """

    state: State
    tasks: list[Task]
    processes: list[CaseProcess]
    held: set[int | None]
    plans: int
    names: Names

    @property
    def is_overturned(self) -> bool:
        """A review for a victim has overturned the decision once already."""
        overturned = {DecisionReview.Position.OVERTURNED, DecisionReview.Position.OVERTURNED_TOLD}
        return any(each.position in overturned for each in self.state.parts if each.kind == "decision_review")


class Reader:
    """Reads the state of the case of a stage. Five queries."""

    def __init__(self, stage: Stage):
        self.stage, self.focus = stage, stage.focus

    def read(self) -> Found:
        processes = [each for each in self._processes() if each.flow_class.carries in self.focus.kinds]
        tasks = list(Task.objects.filter(_to_act_on(), process__in=processes).order_by("pk"))
        owed = list(Obligation.objects.open().filter(case_file=self.stage.case))
        names = Names(self.stage.company)
        # First without numbers: they are given in an order that they cannot change.
        ordered = sorted(processes, key=lambda each: _part(each, tasks, owed, names.kind))
        parts = [_part(each, tasks, owed, names) for each in ordered]
        held = {each.task for each in owed if each.held_until}
        plans = {each.plan_item.plan_id for each in processes if each.plan_item}
        return Found(State(*self._case(), _cut(parts)), tasks, ordered, held, len(plans), names)

    def _processes(self) -> list[CaseProcess]:
        of_case = CaseProcess.objects.filter(case_file=self.stage.case)
        return list(of_case.select_related(*self.focus.kinds, *self._plans()))

    def _plans(self) -> list[str]:
        return ["plan_item__plan"] if "plan_item" in self.focus.kinds else []

    def _case(self) -> tuple[bool, tuple[str, ...]]:
        """Whether it was shared, and the kinds of its records that no process carries."""
        case = row_get(CaseFile, self.stage.case.pk)
        return case.shared_with_cps_at is not None, tuple(kinds_unstarted(case))


def _to_act_on() -> Q:
    """Open tasks, and those at which a process was withdrawn."""
    withdrawn = Q(status=STATUS.CANCELED, process__status=PROCESS.CANCELED)
    return Q(status__in=OPEN) | withdrawn


def _part(process: CaseProcess, tasks: list[Task], owed: list[Obligation], name: Naming) -> Part:
    kind = process.flow_class.carries
    record = getattr(process, kind)
    work = [
        Work(task.flow_task.name, task.status, name(task.owner_id))
        for task in tasks
        if task.process_id == process.pk and task.status in OPEN
    ]
    due = [
        Owed(each.kind, name(each.owner_id), each.held_until is not None)
        for each in owed
        if each.subject == record.pk
    ]
    read = () if process.status in ENDED else _people_read(kind, record.position)
    return Part(
        kind,
        process.status,
        record.position,
        record.withdrawn_at is not None,
        record.owed_by is None,
        1 if kind in ROUND_UNREAD else min(record.round, SEVERAL),
        tuple(str(attrgetter(each)(record)) for each in FACTS_READ.get(kind, ())),
        tuple(name(attrgetter(each)(record)) for each in read),
        tuple(sorted(work)),
        tuple(sorted(due)),
    )


def _people_read(kind: str, position: str) -> tuple[str, ...]:
    positions, fields = FOUR_EYES.get(kind, ((), ()))
    return fields if position in positions else PEOPLE_READ.get(kind, ())


def _cut(parts: list[Part]) -> tuple[Part, ...]:
    """What has ended counts once, however often there was one like it."""
    ended = {part for part in parts if part.ended}
    return tuple(sorted([*ended, *(part for part in parts if not part.ended)]))
