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
from workflows.engine.nodes import Step
from workflows.engine.registry import FLOWS

ROOT = Path(__file__).parents[2]
MOVES = {"activate", "activate_next", "assign", "unassign", "execute", "complete", "cancel", "revive", "undo"}


def steps():
    return [
        node for flow in FLOWS.values() for node in flow._nodes_by_name.values() if isinstance(node, Step)
    ]


def test_every_flow_holds_the_lock_of_the_case():
    assert all(isinstance(flow.lock_impl, CaseLock) for flow in FLOWS.values())


def test_every_step_has_a_sample_that_the_tests_send():
    from datetime import date

    for step in steps():
        kind = f"{step.flow_class.carries}.{step.name}"
        assert all(sample(kind, outcome, date(2026, 11, 24)) is not None for outcome in step.outcomes)


def test_nothing_but_the_engine_moves_an_activation():
    """Calls such as task.activation().execute() stand in workflows/engine only."""
    outside = [
        path
        for package in ("casework", "workflows", "notifications", "config")
        for path in (ROOT / package).rglob("*.py")
        if (ROOT / "workflows" / "engine") not in path.parents
    ]
    found = [path for path in outside if uses_activation(path)]
    assert found == []


def uses_activation(path: Path) -> bool:
    """Whether a file calls `.activation()`, or moves something that is called activation."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            named = isinstance(owner, ast.Name) and owner.id == "activation" and node.func.attr in MOVES
            if node.func.attr == "activation" or named:
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
