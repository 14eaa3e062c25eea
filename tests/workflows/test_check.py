"""The check of the queue names each way in which the queue, the engine and the records can differ."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from casework.action_plans.models import ActionPlanItem
from casework.charging.models import ChargingDecision
from casework.early_advice.models import EarlyAdviceRequest
from casework.obligations.models import Obligation
from tests.cast import TO_DECISION
from workflows.models import CaseProcess
from workflows.queues import check
from workflows.queues.check import differences

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
ADVICE = "early_advice.consider"


def row() -> Obligation:
    return Obligation.objects.open().get(kind=ADVICE)


def of_row(**values: object) -> Callable[[], object]:
    return lambda: Obligation.objects.filter(pk=row().pk).update(**values)


def of_task(**values: object) -> Callable[[], object]:
    return lambda: Task.objects.filter(pk=row().task).update(**values)


def of_process(**values: object) -> Callable[[], object]:
    process = CaseProcess.objects.filter(early_advice__isnull=False)
    return lambda: process.update(**values)


def of_record(**values: object) -> Callable[[], object]:
    return lambda: EarlyAdviceRequest.objects.update(**values)


def process_gone() -> None:
    Task.objects.filter(pk=row().task).delete()
    CaseProcess.objects.filter(early_advice__isnull=False).delete()
    Obligation.objects.filter(kind=ADVICE).update(closed_at=timezone.now(), act_after=None)


DIFFERING = {
    "no row": (of_row(closed_at=timezone.now(), act_after=None), {check.NO_ROW}),
    "another owner": (of_row(owner=None), {check.ROW_DIFFERS}),
    "another kind": (of_row(kind="early_advice.triage"), None),
    "another title": (of_row(title="Else"), {check.ROW_DIFFERS}),
    "another round": (of_row(round=2), {check.ROW_DIFFERS}),
    "another name": (of_row(about="S9"), {check.ROW_DIFFERS}),
    "another role": (of_row(role="gatekeeper"), {check.ROW_DIFFERS}),
    "another unit": (of_row(unit=None), {check.ROW_DIFFERS}),
    "another due date": (of_row(due_on=None), {check.ROW_DIFFERS}),
    "task ended alone": (of_task(status=STATUS.DONE), {check.NO_TASK, check.IDLE}),
    "step unknown": (of_task(flow_task="workflows/flows.early_advice.EarlyAdviceFlow.gone"), {check.UNKNOWN}),
    "flow unknown": (of_process(flow_class="workflows/flows.early_advice.Gone"), {check.UNKNOWN}),
    "process ended alone": (of_process(status=PROCESS.DONE), {check.LEFT_BEHIND, check.NOT_CARRIED}),
    "record moved alone": (of_record(position="triage"), {check.ELSEWHERE}),
    "record withdrawn alone": (of_record(withdrawn_at=timezone.now()), {check.ELSEWHERE}),
    "process gone": (process_gone, {check.NOT_CARRIED}),
}


@pytest.mark.parametrize("name", sorted(DIFFERING))
def test_each_difference_is_named(drive, name):
    drive.case()
    assert differences() == []
    spoil, expected = DIFFERING[name]
    if name == "another kind":
        Obligation.objects.filter(kind=ADVICE).update(kind="early_advice.triage")
        expected = {check.ROW_DIFFERS}
    else:
        spoil()
    assert {found.what for found in differences()} == expected


def test_a_wait_for_what_has_come_is_named(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION, "charging_decision.review action_plan")
    assert differences() == []
    ActionPlanItem.objects.update(position="accepted")
    assert check.COME in {found.what for found in differences()}


def test_a_second_open_step_of_one_record_is_named(drive):
    drive.case()
    task = Task.objects.get(pk=row().task)
    task.pk = None
    task.save()
    assert {found.what for found in differences()} == {check.SEVERAL, check.NO_ROW}


def test_a_wait_whose_record_stands_elsewhere_is_named(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION, "charging_decision.review action_plan")
    ChargingDecision.objects.update(position="review")
    assert [found.what for found in differences()] == [check.ELSEWHERE]


def queries() -> int:
    with CaptureQueriesContext(connection) as captured:
        differences()
    return len(captured)


def test_the_number_of_queries_does_not_grow(drive):
    drive.case(suspects=2, victims=2)
    one = queries()
    for _ in range(5):
        drive.case(suspects=2, victims=2)
    assert CaseProcess.objects.count() >= 30
    assert queries() == one <= 15


def test_the_command_says_what_differs_and_fails_and_names_nobody(drive):
    case, told = drive.case(), StringIO()
    call_command("check_queue", stdout=told)
    assert "agree" in told.getvalue()
    of_row(owner=None)()
    with pytest.raises(CommandError, match="1 differences") as refused:
        call_command("check_queue", stdout=told)
    assert refused.value.returncode == 1
    line = told.getvalue().splitlines()[-1]
    assert line.startswith(f"{case.urn}, {ADVICE}, task ")
    assert line.endswith("the row of the queue differs in owner_id")
    assert "Tester" not in line
