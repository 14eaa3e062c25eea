"""Two people at one item at the same instant: one wins, and what was written is whole."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.action_plans.exchange import ExtensionRequest, ItemAnswer
from casework.action_plans.models import ActionPlanItem
from tests.action_plans.conftest import item_of
from tests.cast import TO_DECISION, Driver, make_cast
from tests.workflows.test_races import at_once, poster

pytestmark = pytest.mark.django_db(transaction=True)
DONE = {"answer": "done", "answer_detail": "Uploaded as exhibit 4"}


@pytest.fixture
def drive() -> Driver:
    return Driver(make_cast())


@pytest.fixture
def case(drive):
    made = drive.case()
    drive.do(made, *TO_DECISION, "charging_decision.review action_plan")
    return made


def step(drive, case, kind: str, outcome: str) -> str:
    where = {"urn": case.urn, "task": drive.open_work(case, kind).task}
    return f"{reverse('step', kwargs=where)}?outcome={outcome}"


def turn(case, key: str) -> str:
    where = {"kind": "plan_item", "record": item_of(case).pk, "key": key}
    return reverse("turn", kwargs={"urn": case.urn, **where})


def test_two_answers_are_one(drive, case, as_user):
    address = step(drive, case, "plan_item.answer", "answer")
    answers = at_once(*(poster(as_user(drive.cast.investigator), address, DONE) for _ in range(2)))
    assert (sorted(answers), ItemAnswer.objects.count()) == ([302, 409], 1)


def test_a_grant_and_an_answer(drive, case, as_user):
    drive.do(case, "plan_item.answer more_time")
    grant = poster(as_user(drive.cast.prosecutor), step(drive, case, "plan_item.extension", "grant"), {})
    answer = poster(as_user(drive.cast.investigator), turn(case, "answer-now"), DONE)
    answers = at_once(grant, answer)
    assert sorted(answers) == [302, 409]
    granted = answers[0] == 302
    assert ExtensionRequest.objects.get().decision == ("granted" if granted else "lapsed")
    expected = ActionPlanItem.Position.ANSWER if granted else ActionPlanItem.Position.CHECK
    assert (item_of(case).position, ItemAnswer.objects.count()) == (expected, 0 if granted else 1)


def test_a_message_and_an_answer_both_arrive(drive, case, as_user):
    message = poster(as_user(drive.cast.prosecutor), turn(case, "message"), {"message": "Which camera?"})
    answer = poster(as_user(drive.cast.investigator), step(drive, case, "plan_item.answer", "answer"), DONE)
    assert at_once(message, answer) == [302, 302]
    assert item_of(case).messages.count() == item_of(case).answers.count() == 1
