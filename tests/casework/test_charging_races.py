"""Two people at once on one charging decision, on two real connections."""

from __future__ import annotations

import pytest

from casework.charging.meetings.models import ChargingMeeting
from casework.charging.models import ChargingDecision
from casework.review_rights.models import DecisionReview
from tests.cast import NOT_CHARGED, TO_DECISION, Driver, make_cast
from tests.workflows.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drive() -> Driver:
    return Driver(make_cast())


def test_no_decision_rests_on_a_meeting_that_is_disputed_at_the_same_moment(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION, NOT_CHARGED[0])
    record = ChargingDecision.objects.select_related("case_file", "process").get(case_file=case)
    disputed = {"meeting": record.meetings.get().pk, "answer": "disputed", "reason": "We did not meet"}
    decided, answered = at_once(
        lambda: drive.send(case, "charging_decision.review", "nfa").status_code,
        lambda: drive.turn(record, "answer_meeting", drive.cast.investigator, **disputed).status_code,
    )
    ended = ChargingDecision.objects.get(case_file=case).position
    dispute = ChargingMeeting.objects.get().answer
    # The last is one after the other: a decision that was made may still be disputed.
    assert (decided, answered, ended, dispute) in {
        (302, 409, "nfa", ""),
        (302, 302, "nfa", "disputed"),
        (422, 302, "review", "disputed"),
    }


def test_a_review_that_is_asked_for_twice_at_once_is_done_once(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION, *NOT_CHARGED, "review_right.tell tell")
    answers = at_once(*[lambda: drive.beside(case, "review_right", "ask").status_code] * 2)
    assert sorted(answers) == [302, 422]
    assert DecisionReview.objects.count() == 1
