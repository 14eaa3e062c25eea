"""A second version of a flow while cases of the first are under way."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.checks import Error
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from viewflow.workflow.fields import get_flow_ref, import_flow_by_ref, import_task_by_ref
from viewflow.workflow.models import Task

from casework.obligations.models import Obligation
from casework.people.roles import Role
from tests.cast import TO_DECISION
from tests.flow_versions import forget_newest, versions_of
from tests.samples import sample
from workflows.checks import running_cases_have_their_flows
from workflows.engine import registry
from workflows.engine.nodes import CaseFlow
from workflows.engine.registry import FLOWS
from workflows.flows import action_plan
from workflows.flows.action_plan import ActionPlanItemFlow
from workflows.models import CaseProcess

pytestmark = pytest.mark.django_db

MODULE = "workflows.flows.action_plan_v2"
# The second version: the answer step has another name, and the check is the manager's, to another time.
CHANGES = (
    ('@carries("plan_item")', '@carries("plan_item", version=2)'),
    ("this.answer", "this.reply"),
    ("    answer = Step(", "    reply = Step("),
    ('"Check an action plan answer"', '"Approve an action plan answer"'),
    ("role=Role.PROSECUTOR,\n", "role=Role.PROSECUTION_MANAGER,\n"),
)
MAP = ("answer=reply", "check=check")


@pytest.fixture
def second_version(monkeypatch) -> Iterator[type[CaseFlow]]:
    monkeypatch.setattr("tests.cast.sample", lambda kind, *of: sample(kind.replace(".reply", ".answer"), *of))
    source = Path(action_plan.__file__).read_text()
    for was, now in CHANGES:
        assert was in source
        source = source.replace(was, now)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(MODULE, loader=None))
    sys.modules[MODULE] = module
    exec(compile(source, MODULE, "exec"), module.__dict__)  # noqa: S102  Our own file, changed as above.
    yield module.ActionPlanItemFlow
    forget_newest("plan_item")
    del sys.modules[MODULE]
    # Viewflow remembers the classes behind the texts; the next test makes others.
    for remembered in (import_flow_by_ref, import_task_by_ref):
        remembered.cache_clear()


@pytest.fixture
def item_of_the_first(drive):
    """A case with an open item, on the only version that there is."""
    case = drive.case()
    drive.do(case, *TO_DECISION, "charging_decision.review action_plan")
    return case


def carry(target: type[CaseFlow], *more: str, maps: tuple[str, ...] = MAP) -> None:
    call_command(
        "migrate_cases",
        *("--from", get_flow_ref(ActionPlanItemFlow), "--to", get_flow_ref(target), *more),
        *(f"--map={pair}" for pair in maps),
    )


def flow_of(case) -> set[type[CaseFlow]]:
    return {process.flow_class for process in CaseProcess.objects.filter(plan_item__case_file=case)}


def test_a_new_case_starts_on_the_new_version_and_an_old_one_ends_on_its_own(
    drive, item_of_the_first, request
):
    second = request.getfixturevalue("second_version")
    assert FLOWS["plan_item"] is second
    new = drive.case()
    drive.do(new, *TO_DECISION, "charging_decision.review action_plan")
    drive.do(item_of_the_first, "plan_item.answer answer", "plan_item.check accept")
    drive.do(new, "plan_item.reply answer", "plan_item.check accept")
    assert (flow_of(item_of_the_first), flow_of(new)) == ({ActionPlanItemFlow}, {second})
    for case in (item_of_the_first, new):
        assert drive.open_work(case, "charging_decision.review").round == 2


def test_a_case_is_carried_over_with_its_work_and_ends_on_the_new_version(
    drive, item_of_the_first, second_version, cast
):
    before = drive.open_work(item_of_the_first, "plan_item.answer")
    carry(second_version)
    after = drive.open_work(item_of_the_first, "plan_item.reply")
    assert (after.task, after.owner, after.due_on) == (before.task, cast.investigator, before.due_on)
    assert flow_of(item_of_the_first) == {second_version}
    assert item_of_the_first.events.latest("pk").verb == "migrated"
    drive.do(item_of_the_first, "plan_item.reply answer", "plan_item.check accept")
    assert drive.open_work(item_of_the_first, "charging_decision.review").round == 2


def test_work_that_its_holder_may_not_do_in_the_new_version_goes_to_the_new_pool(
    drive, item_of_the_first, second_version, cast
):
    drive.do(item_of_the_first, "plan_item.answer answer")
    assert drive.open_work(item_of_the_first, "plan_item.check").owner == cast.prosecutor
    carry(second_version)
    work = drive.open_work(item_of_the_first, "plan_item.check")
    assert (work.owner, work.role) == (None, Role.PROSECUTION_MANAGER)
    assert work.title == "Approve an action plan answer"
    assert Task.objects.get(pk=work.task).owner is None
    drive.do(item_of_the_first, "plan_item.check accept")


@pytest.mark.parametrize(
    ("maps", "words"),
    [
        (("check=check",), "stands at answer, which the map does not name"),
        (("answer=nowhere",), "has no node nowhere"),
        (("answer=check",), "its record stands at answer, and check is for check"),
        (("answer=end",), "not the same kind of node"),
    ],
)
def test_a_map_that_does_not_fit_carries_nothing(
    drive, item_of_the_first, second_version, maps, words, capsys
):
    with pytest.raises(CommandError, match="Nothing of theirs was changed"):
        carry(second_version, maps=maps)
    assert words in capsys.readouterr().err
    assert flow_of(item_of_the_first) == {ActionPlanItemFlow}
    assert not item_of_the_first.events.filter(verb="migrated").exists()
    drive.do(item_of_the_first, "plan_item.answer answer")


def test_a_dry_run_and_another_case_carry_nothing(drive, item_of_the_first, second_version, capsys):
    carry(second_version, "--dry-run")
    assert "1 would be carried over" in capsys.readouterr().out
    carry(second_version, "--case", "20AA9999926")
    assert flow_of(item_of_the_first) == {ActionPlanItemFlow}


@pytest.fixture
def release_without_the_first(monkeypatch, second_version):
    """The code of a release that has the second version only."""
    monkeypatch.setitem(registry._VERSIONS, "plan_item", [second_version])
    yield second_version
    monkeypatch.undo()


@pytest.mark.queue_differs
def test_a_release_that_would_orphan_a_running_case_is_refused(
    drive, item_of_the_first, release_without_the_first, capsys
):
    with pytest.raises(SystemCheckError, match="1 open tasks stand at workflows/flows"):
        call_command("check", "--database", "default")
    with pytest.raises(SystemCheckError, match="E001"):
        call_command("migrate", "--plan", skip_checks=False)
    carry(release_without_the_first)
    call_command("check", "--database", "default")


def test_a_release_that_keeps_the_old_version_is_taken(item_of_the_first, second_version):
    assert running_cases_have_their_flows(databases=["default"]) == []


@pytest.mark.queue_differs
def test_what_has_ended_orphans_nobody(drive, item_of_the_first, release_without_the_first):
    Obligation.objects.filter(kind="plan_item.answer").delete()
    CaseProcess.objects.filter(plan_item__isnull=False).update(status="DONE")
    assert running_cases_have_their_flows(databases=["default"]) == []


def test_a_database_without_tables_is_no_reason_to_refuse(monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert running_cases_have_their_flows(databases=["default"]) == []


@pytest.mark.queue_differs
def test_a_renamed_node_orphans_its_cases_too(drive, item_of_the_first):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE viewflow_task SET flow_task = replace(flow_task, 'ItemFlow.answer', 'ItemFlow.gone')"
        )
    (found,) = running_cases_have_their_flows(databases=["default"])
    assert isinstance(found, Error)
    assert "ActionPlanItemFlow.gone" in found.msg


def test_versions_are_counted_on():
    assert versions_of("plan_item") == (ActionPlanItemFlow,)
    with pytest.raises(ValueError, match="must follow version 1"):
        registry.carries("plan_item", version=3)(CaseFlow)
