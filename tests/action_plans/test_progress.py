"""How a plan stands, in words for each side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.action_plans.models import ActionPlan
from casework.action_plans.progress import progress_words
from casework.people.roles import Side
from tests.action_plans.conftest import asked
from tests.cast import TO_DECISION
from tests.workflows.working import in_days, now, task_of
from workflows.engine import work

pytestmark = pytest.mark.django_db
LATE = in_days(0) + timedelta(days=35)


@pytest.fixture
def five(drive, cast):
    """Of five items one is accepted, one returned, one being checked, one asks for more time."""
    case = drive.case()
    drive.do(case, *TO_DECISION)
    drive.send(case, "charging_decision.review", "action_plan", **asked(5))
    drive.do(case, "plan_item.answer answer", "plan_item.check accept")
    drive.do(case, "plan_item.answer answer", "plan_item.check return")
    drive.do(case, "plan_item.answer answer", "plan_item.answer more_time")
    return case


def words(side: Side | None, today) -> str:
    return progress_words(ActionPlan.objects.with_progress(today).get(), side)


def test_it_counts_what_was_answered_returned_and_late(five, django_assert_num_queries):
    with django_assert_num_queries(1):
        plan = ActionPlan.objects.with_progress(LATE).with_extensions().get()
    counts = [getattr(plan, name) for name in ("wanted", "accepted", "check", "extension", "answer")]
    assert counts == [5, 1, 1, 1, 2]
    assert (plan.returned, plan.overdue, plan.asked) == (1, 2, 1)


def test_the_words_are_for_the_reader(five):
    today = timezone.localdate()
    answered = "2 of 5 answered, 1 returned"
    assert (
        words(Side.POLICE, today) == f"{answered} to you, 1 being checked by the CPS, 1 waiting for more time"
    )
    assert words(Side.CPS, today) == f"{answered}, 1 to check, 1 asking for more time"
    assert words(None, LATE).endswith("2 overdue")


def test_what_was_withdrawn_is_not_counted(drive, cast, five):
    work.cancel(task=task_of(drive, five, "plan_item.answer"), by=cast.prosecutor, reason="No", **now())
    assert "of 4 answered" in words(Side.CPS, timezone.localdate())


def test_the_case_says_how_its_plans_stand(five, cast, as_user):
    page = as_user(cast.prosecutor).get(f"/cases/{five.urn}/").content.decode()
    assert "Plan 1 for S1: 2 of 5 answered, 1 returned, 1 to check" in page
