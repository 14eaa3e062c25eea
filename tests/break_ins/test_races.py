"""Two people at once, on two real connections."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.break_ins.models import BreakIn, BreakInAttempt
from casework.people.roles import Role
from tests.access.keeping import restricted
from tests.break_ins.opening import REASON, opened
from tests.cast import Driver, make_cast, person
from tests.workflows.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drive() -> Driver:
    return Driver(make_cast())


def test_of_two_reviewers_one_wins_and_the_other_is_told_who(drive, as_user):
    cast, case = drive.cast, drive.case()
    second = person("supervisor2", Role.SUPERVISOR, cast.force, cast.unit)
    restricted(case, second, by=cast.supervisor)
    opened(case, cast.investigator2)
    owed = drive.open_work(case, "break_in.review")
    address = reverse("step", kwargs={"urn": case.urn, "task": owed.task})
    answers = {}

    def reviews(who, outcome):
        def act() -> int:
            answer = as_user(who).post(f"{address}?outcome={outcome}", {"found": "Control confirms it"})
            answers[who.username] = answer.content.decode()
            return answer.status_code

        return act

    codes = at_once(reviews(cast.supervisor, "justify"), reviews(second, "condemn"))
    assert sorted(codes) == [302, 409]
    made = BreakIn.objects.get()
    loser = second if made.reviewed_by == cast.supervisor else cast.supervisor
    assert made.position == ("justified" if loser == second else "not_justified")
    assert f"{made.reviewed_by.signature} has already done this" in answers[loser.username]


def test_whoever_tries_two_numbers_at_once_opens_one_case(drive, as_user):
    cast = drive.cast
    cases = [restricted(drive.case(), by=cast.supervisor) for _ in range(2)]

    def opens(case):
        address = reverse("emergency_open", kwargs={"sought": case.urn})
        return lambda: as_user(cast.investigator2).post(address, {"reason": REASON}).status_code

    assert sorted(at_once(*map(opens, cases))) == [302, 422]
    assert BreakIn.objects.count() == 1
    assert BreakInAttempt.objects.count() in (1, 2)
