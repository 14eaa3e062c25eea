"""An administrator moves a record to another of its steps: once, and where it has what the step is about."""

from __future__ import annotations

import pytest
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from casework.errors import RuleBroken
from casework.incidents.models import Incident
from casework.people.models import User
from casework.people.roles import Role
from tests.cast import TO_DECISION, person
from tests.workflows.working import now, process_of
from workflows.engine import repair, work
from workflows.models import CaseProcess
from workflows.queues.check import differences

pytestmark = pytest.mark.django_db


def test_of_two_who_move_the_second_is_told(drive, cast):
    case, process = drive.case(), process_of("early_advice")
    seen = set(Task.objects.filter(process=process).values_list("pk", flat=True))
    about = {
        "case": case,
        "process": process.pk,
        "by": cast.administrator,
        "reason": "Wrong step",
        "seen": seen,
    }
    repair.move(to="acknowledge", **about, **now())
    with pytest.raises(work.WorkRefused, match="Administrator Tester has already put this right"):
        repair.move(to="triage", **about, **now())
    assert differences() == []


def ask_again(case, item: CaseProcess, by: User) -> None:
    """Move an accepted item back to its check."""
    about = {"case": case, "process": item.pk, "seen": set()}
    repair.move(**about, to="check", reason="Wrongly accepted", by=by, **now())


def test_an_item_that_is_asked_again_after_the_decision_went_on_can_be_accepted(drive, cast):
    """The decision does not wait for it, and stands where it is."""
    case = drive.case()
    drive.do(case, *TO_DECISION, "charging_decision.review action_plan")
    drive.do(case, "plan_item.answer answer", "plan_item.check accept")
    ask_again(case, process_of("plan_item"), cast.administrator)
    drive.do(case, "plan_item.check accept")
    assert process_of("plan_item").status == PROCESS.DONE
    assert drive.open_work(case, "charging_decision.review").round == 2


def test_a_former_plan_does_not_bring_back_a_decision_that_waits_for_another(drive, cast):
    case = drive.case()
    drive.do(case, *TO_DECISION, "charging_decision.review action_plan")
    drive.do(case, "plan_item.answer answer", "plan_item.check accept")
    former = process_of("plan_item")
    drive.do(case, "charging_decision.review action_plan", "charging_decision.review_plan approve")
    ask_again(case, former, cast.administrator)
    drive.do(case, "plan_item.check accept")
    assert drive.kinds(case) & {"plan_item.answer", "charging_decision.review"} == {"plan_item.answer"}
    drive.do(case, "plan_item.answer answer", "plan_item.check accept")
    assert drive.open_work(case, "charging_decision.review").round == 3


@pytest.mark.parametrize("shared", [False, True])
def test_an_administrator_of_the_cps_moves_no_work_of_the_police(drive, cast, shared):
    administrator = person("cps_administrator", Role.ADMINISTRATOR, cast.area)
    case = drive.case()
    if shared:
        drive.do(case, "early_advice.consider request")
    process = CaseProcess.objects.get(file_submission__case_file=case)
    seen = set(process.task_set.filter(status__in=["NEW", "ASSIGNED"]).values_list("pk", flat=True))
    with pytest.raises(RuleBroken):
        repair.move(
            case=case, process=process.pk, to="review", seen=seen, reason="Why", by=administrator, **now()
        )
    case.refresh_from_db()
    assert (case.shared_with_cps_at is not None) == shared


@pytest.mark.parametrize("charge", ["", "charging_decision.review charge"])
def test_a_decision_is_not_moved_to_the_review_of_a_threshold_charge_that_there_is_not(drive, cast, charge):
    case = drive.case()
    drive.do(case, *TO_DECISION, "bad_character.review review", *([charge] if charge else []))
    process = CaseProcess.objects.get(charging_decision__case_file=case)
    seen = set(process.task_set.filter(status__in=["NEW", "ASSIGNED"]).values_list("pk", flat=True))
    where = {"case": case, "process": process.pk, "to": "review_threshold", "seen": seen}
    with pytest.raises(RuleBroken, match="This record lacks what that step is about"):
        repair.move(by=cast.administrator, reason="Why", **where, **now())
    assert not Incident.objects.exists()
