"""Lists make the same number of queries with one row and with thirty."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.action_plans.models import ActionPlanItem
from casework.obligations.models import Obligation
from tests.audit.costs import WRITTEN_DOWN
from tests.cast import CONSIDERED, TO_DECISION, TO_GATEKEEPER
from tests.samples import plan_item
from workflows.engine import work

pytestmark = pytest.mark.django_db


def queries(browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


# The queue asks whether anything can be recorded for several, and what counts days for the bank holidays.
@pytest.mark.parametrize(("name", "most"), [("overview", 12), ("queue", 14), ("cases", 12)])
def test_the_lists_do_not_load_by_the_row(drive, cast, as_user, name, most):
    browser, address = as_user(cast.investigator), reverse(name)
    drive.case()
    one = queries(browser, address)
    for _ in range(7):
        drive.case()
    assert queries(browser, address) == one <= most + WRITTEN_DOWN


def test_a_case_does_not_load_by_its_people_and_events(drive, cast, as_user):
    small, large = drive.case(), drive.case(suspects=6, victims=6)
    drive.do(small, *TO_GATEKEEPER)
    browser = as_user(cast.gatekeeper)
    for name in ("case", "case_people", "case_activity"):
        counts = {queries(browser, reverse(name, kwargs={"urn": case.urn})) for case in (small, large)}
        assert max(counts) - min(counts) <= 2, (name, counts)


def to_decision(drive, people: int):
    """A case with so many suspects and victims, all of whose routes have begun."""
    case = drive.case(suspects=people, victims=people)
    considered = (CONSIDERED[0], *[CONSIDERED[1]] * people)
    drive.do(case, *considered, *TO_DECISION[len(CONSIDERED) :])
    return case


def counts(browser, route: str, *cases) -> list[int]:
    return [
        queries(browser, reverse("case_route", kwargs={"urn": case.urn, "route": route})) for case in cases
    ]


def test_a_route_does_not_load_by_the_record(drive, cast, as_user):
    small, large, browser = to_decision(drive, 1), to_decision(drive, 4), as_user(cast.gatekeeper)
    for route in ("bad-character", "victim-statements", "charging"):
        one, four = counts(browser, route, small, large)
        assert one == four <= 18 + WRITTEN_DOWN, route


def test_a_route_does_not_load_by_the_withdrawn_record(drive, cast, as_user):
    small, large = drive.case(victims=2), drive.case(victims=6)
    for case, number in ((small, 1), (large, 5)):
        for owed in Obligation.objects.open().filter(case_file=case, kind="vps_offer.offer")[:number]:
            task = Task.objects.get(pk=owed.task)
            work.cancel(task=task, by=cast.supervisor, at=timezone.now(), reason="No contact wanted")
    one, five = counts(as_user(cast.supervisor), "victim-statements", small, large)
    assert one == five <= 18 + WRITTEN_DOWN


def test_action_plans_do_not_load_by_the_item(drive, cast, as_user):
    small, large = to_decision(drive, 1), to_decision(drive, 2)
    drive.do(small, "charging_decision.review action_plan")
    for _ in range(2):
        drive.send(large, "charging_decision.review", "action_plan", **items(4))
    drive.do(large, "plan_item.answer answer", "plan_item.check return", "plan_item.answer answer")
    assert ActionPlanItem.objects.filter(case_file=large).count() == 8
    one, eight = counts(as_user(cast.gatekeeper), "action-plans", small, large)
    assert one == eight <= 16 + WRITTEN_DOWN


def items(number: int) -> dict[str, object]:
    parts = [plan_item(part, timezone.localdate()) for part in range(1, number + 1)]
    return {"parts": number, **{name: value for part in parts for name, value in part.items()}}


def test_a_file_does_not_load_by_its_rounds(drive, cast, as_user):
    small, large = drive.case(), drive.case()
    returned = ("file_submission.review return", "file_submission.correct submit", TO_GATEKEEPER[-1])
    drive.do(small, *TO_GATEKEEPER, *returned)
    drive.do(large, *TO_GATEKEEPER, *returned * 3)
    two, four = counts(as_user(cast.gatekeeper), "file-review", small, large)
    assert two == four <= 16 + WRITTEN_DOWN
    steps = [
        reverse(
            "step", kwargs={"urn": case.urn, "task": drive.open_work(case, "file_submission.review").task}
        )
        for case in (small, large)
    ]
    for outcome in ("", "?outcome=accept"):
        two, four = (queries(as_user(cast.gatekeeper), step + outcome) for step in steps)
        assert two == four <= 30 + WRITTEN_DOWN


def test_the_lists_of_those_who_lead_do_not_load_by_the_row(drive, cast, as_user):
    returned = ("file_submission.review return", "file_submission.correct submit", TO_GATEKEEPER[-1])
    browser, found = as_user(cast.gatekeeper), {"files_returned": [], "team_load": [], "overview": []}
    for number in (1, 3):
        for _ in range(number):
            drive.do(drive.case(), *TO_GATEKEEPER, *returned * 3)
        for name, counted in found.items():
            counted.append(queries(browser, reverse(name)))
    assert all(one == four <= 14 + WRITTEN_DOWN for one, four in found.values()), found
