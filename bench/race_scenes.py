"""The races: how each is set up, who runs, and what must be true when both have come in.

Each is a generator of rounds: it brings a case to the start, yields the calls with what must be
true of their answers, and goes back to the start when both have come in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from bench import race_acts
from bench.cases import TO_DECISION, TO_GATEKEEPER, case_make, do, task_of
from bench.clients import Call
from bench.people import person
from bench.race_acts import Answer
from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from workflows.engine import work
from workflows.models import CaseProcess


def nothing_else(answers: list[Answer]) -> bool:
    return True


class Round(NamedTuple):
    """Two calls, on these cases; how many of them may be done, and what else must be true of the answers."""

    calls: list[Call]
    cases: list[CaseFile]
    winners: tuple[int, ...] = (1,)
    holds: Callable[[list[Answer]], bool] = nothing_else


Race = Iterator[Round]
OPEN = [STATUS.NEW, STATUS.ASSIGNED]
ROUND_TRIP = ("file_submission.review return", "file_submission.correct submit", TO_GATEKEEPER[-1])


def claim_against_claim() -> Race:
    """Two gatekeepers take one file."""
    case = _case(*TO_GATEKEEPER)
    task = task_of(case, "file_submission.review")
    while True:
        yield Round([Call(race_acts.claim, (task, who)) for who in ("gatekeeper", "gatekeeper2")], [case])
        _release(task)


def submit_twice() -> Race:
    """One form is sent twice; every step of the file's round in turn."""
    case = _case(*TO_GATEKEEPER)
    who = {"review": "gatekeeper", "correct": "investigator", "sign_off": "supervisor"}
    while True:
        for line in ROUND_TRIP:
            kind, outcome = line.split()
            task = task_of(case, kind)
            arguments = (task, who[kind.partition(".")[2]], kind, outcome)
            yield Round([Call(race_acts.complete, arguments)] * 2, [case])


def hold_end_against_timer() -> Race:
    """Somebody takes held work up again at the moment at which its hold is over."""
    case = _case(*TO_GATEKEEPER)
    task = task_of(case, "file_submission.review")
    _claim(task, "gatekeeper")
    while True:
        _hold(task, "gatekeeper")
        yield Round(
            [Call(race_acts.hold_end, (task, "gatekeeper")), Call(race_acts.fire_tomorrow, ())], [case]
        )


def complete_against_timer() -> Race:
    """Held work is done at the moment at which its hold is over: the timer was first, or finds nothing."""
    case = _case(*TO_GATEKEEPER)
    while True:
        task = task_of(case, "file_submission.review")
        _claim(task, "gatekeeper")
        _hold(task, "gatekeeper")
        ended = case.events.filter(verb="hold_ended")
        before = ended.count()
        kind, outcome = ROUND_TRIP[0].split()
        calls = [
            Call(race_acts.complete, (task, "gatekeeper", kind, outcome)),
            Call(race_acts.fire_tomorrow, ()),
        ]
        yield Round(
            calls,
            [case],
            (1, 2),
            lambda answers, ended=ended, before=before: (  # type: ignore[misc]
                answers[0].done and ended.count() - before == answers[1].done
            ),
        )
        do(case, *ROUND_TRIP[1:])


def bulk_assign_against_claim() -> Race:
    """A manager gives four pieces of work to one prosecutor while another takes one of them."""
    steps = ("early_advice.consider request", "early_advice.triage accept")
    cases = [_case(*steps) for _ in range(4)]
    tasks = [task_of(case, "early_advice.advise") for case in cases]
    while True:
        for contested in tasks:
            others = [task for task in tasks if task != contested]
            calls = [
                Call(race_acts.claim, (contested, "prosecutor")),
                Call(race_acts.assign_all, (contested, others, "prosecutor2", "manager")),
            ]
            yield Round(calls, cases, holds=lambda answers: not answers[1].words)
            for task in tasks:
                _release(task)


def last_two_items_at_once() -> Race:
    """The last two answers of an action plan are accepted: both are, and the decision resumes once."""
    case = _case(*TO_DECISION)
    while True:
        do(case, "charging_decision.review action_plan", *["plan_item.answer answer"] * 3)
        do(case, "plan_item.check accept")
        checks = Obligation.objects.open().filter(case_file=case, kind="plan_item.check").order_by("pk")
        calls = [
            Call(race_acts.complete, (check.task, "prosecutor", check.kind, "accept")) for check in checks
        ]
        resumed = Obligation.objects.open().filter(case_file=case, kind="charging_decision.review")
        yield Round(calls, [case], (2,), lambda answers, resumed=resumed: resumed.count() == 1)  # type: ignore[misc]


RACES: dict[str, Callable[[], Race]] = {
    "claim, claim": claim_against_claim,
    "submit, submit": submit_twice,
    "hold end, timer": hold_end_against_timer,
    "complete, timer": complete_against_timer,
    "bulk assign, claim": bulk_assign_against_claim,
    "two items of a plan": last_two_items_at_once,
}


def stuck(case: CaseFile) -> bool:
    """Whether the engine's open steps and the open work differ, or a route stands where nobody can act."""
    processes = CaseProcess.objects.filter(case_file=case, status=PROCESS.NEW)
    tasks = Task.objects.filter(process__in=processes.values("pk"), status__in=OPEN)
    steps = set(tasks.filter(flow_task_type="HUMAN").values_list("pk", "owner"))
    work_open = set(Obligation.objects.open().filter(case_file=case).values_list("task", "owner"))
    waiting = set(tasks.values_list("process", flat=True))
    return steps != work_open or waiting != set(processes.values_list("pk", flat=True))


def _case(*steps: str) -> CaseFile:
    case = case_make()
    do(case, *steps)
    return case


def _claim(task: int, who: str) -> None:
    work.claim(task=Task.objects.get(pk=task), by=person(who), at=timezone.now())


def _release(task: int) -> None:
    found = Task.objects.select_related("owner").get(pk=task)
    if found.owner:
        work.release(task=found, by=found.owner, at=timezone.now())


def _hold(task: int, who: str) -> None:
    at = timezone.now()
    until = timezone.localdate(at) + timedelta(days=1)
    work.hold(task=Task.objects.get(pk=task), until=until, by=person(who), at=at, reason="A report is due")
