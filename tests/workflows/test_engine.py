"""What the engine promises beside its routes."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.urls import reverse
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.obligations.models import Obligation
from tests.cast import TO_DECISION
from tests.samples import sample
from workflows.engine.lock import CaseLock
from workflows.engine.nodes import Automatic, Begin, Finish, Gate, Step, Wait
from workflows.engine.registry import FLOWS

ROOT = Path(__file__).parents[2]
PACKAGES = ("casework", "workflows", "notifications", "config")
MOVES = {
    *("activate", "activate_next", "assign", "reassign", "unassign", "execute", "complete", "cancel"),
    *("finish", "wake", "repeat", "skip", "revive", "undo", "run"),
}
# What would keep a date outside the database, or arm a timer that the engine does not disarm.
DATES_ELSEWHERE = {
    *("eta", "countdown", "apply_at"),
    # A try again of Celery's is a message with a date too.
    *("autoretry_for", "retry_backoff", "default_retry_delay"),
}
TIMERS_OF_VIEWFLOW = {"OnTimeout", "Timer", "StartTimer", "TimerBoundary"}


def steps():
    return [
        node for flow in FLOWS.values() for node in flow._nodes_by_name.values() if isinstance(node, Step)
    ]


def test_every_flow_holds_the_lock_of_the_case():
    assert all(isinstance(flow.lock_impl, CaseLock) for flow in FLOWS.values())


def test_every_flow_is_made_of_our_nodes():
    """Viewflow's own would leave tasks that nothing keeps beside the queue."""
    ours = (Step, Gate, Automatic, Wait, Begin, Finish)
    assert all(isinstance(node, ours) for flow in FLOWS.values() for node in flow._nodes_by_name.values())


def test_every_step_and_wait_has_a_position_of_its_own():
    """By which work is found again: one record, one position, one place in the flow."""
    for flow in FLOWS.values():
        positions = [node.at for node in flow._nodes_by_name.values() if isinstance(node, Step | Wait)]
        assert len(positions) == len(set(positions)), flow


def test_every_step_has_a_sample_that_the_tests_send():
    from datetime import date

    for step in steps():
        kind = f"{step.flow_class.carries}.{step.name}"
        assert all(sample(kind, outcome, date(2026, 11, 24)) is not None for outcome in step.outcomes)


def test_nothing_but_the_engine_moves_an_activation():
    """Calls such as task.activation().execute() stand in workflows/engine only."""
    outside = [
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if (ROOT / "workflows" / "engine") not in path.parents
    ]
    found = [path for path in outside if uses_activation(path)]
    assert found == []


def test_dates_are_kept_in_the_database_alone():
    """No message to a worker carries a date, and no timer of Viewflow is armed beside ours."""
    sources = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    found = {path.name: words for path in sources if (words := dates_elsewhere(path))}
    assert found == {}


def dates_elsewhere(path: Path) -> set[str]:
    tree = list(ast.walk(ast.parse(path.read_text())))
    options = {keyword.arg for node in tree if isinstance(node, ast.Call) for keyword in node.keywords}
    options |= {node.value for node in tree if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    names = {node.attr for node in tree if isinstance(node, ast.Attribute)}
    return (options & DATES_ELSEWHERE) | (names & TIMERS_OF_VIEWFLOW)


@pytest.mark.parametrize(
    "line",
    [
        "task.apply_async(countdown=3)",
        'task.apply_async(**{"eta": soon})',
        'OPTIONS = {"tick": {"options": {"countdown": 3}}}',
        "task.s().set(eta=soon)",
        "task = shared_task(autoretry_for=(OSError,))",
    ],
)
def test_a_date_in_a_message_is_found_however_it_is_written(line, tmp_path):
    path = tmp_path / "example.py"
    path.write_text(line)
    assert dates_elsewhere(path)


def uses_activation(path: Path) -> bool:
    """Whether a file calls `.activation()`, or moves something that is called activation."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            named = isinstance(owner, ast.Name) and owner.id == "activation" and node.func.attr in MOVES
            if node.func.attr in ("activation", "activation_class") or named:
                return True
    return False


@pytest.mark.django_db
def test_viewflows_own_pages_are_not_mounted(cast, as_user):
    for address in ("/workflow/", "/inbox/", "/tasks/", "/admin/"):
        assert as_user(cast.administrator).get(address).status_code == 404


@pytest.mark.django_db
def test_open_work_and_the_engines_open_tasks_are_the_same(drive):
    case = drive.case(suspects=2, victims=2)
    drive.do(
        case, "bad_character.consider nil", "bad_character.consider found", "early_advice.consider not_sought"
    )
    drive.do(case, *TO_DECISION[2:], "charging_decision.review action_plan")
    tasks = Task.objects.filter(flow_task_type="HUMAN", status__in=[STATUS.NEW, STATUS.ASSIGNED])
    assert set(Obligation.objects.open().values_list("task", "owner")) == set(
        tasks.values_list("pk", "owner")
    )


@pytest.mark.django_db
def test_a_refused_verb_changes_nothing(drive, cast, as_user):
    case = drive.case()
    before = list(Task.objects.order_by("pk").values_list("pk", "status", "owner")), case.events.count()
    owed = drive.open_work(case, "file_submission.prepare")
    address = reverse("step", kwargs={"urn": case.urn, "task": owed.task})
    from django.utils import timezone

    form = sample("file_submission.prepare", "submit", timezone.localdate())
    assert as_user(cast.investigator).post(f"{address}?outcome=submit", form).status_code == 422
    assert (
        list(Task.objects.order_by("pk").values_list("pk", "status", "owner")),
        case.events.count(),
    ) == before
