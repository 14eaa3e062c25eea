"""A further plan after a Full Code submission: reviewed before it goes out, unseen by the police."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.action_plans.proposals import PlanProposal
from casework.charging.models import ChargingDecision
from casework.obligations.models import Obligation
from casework.pages.dates import govuk_date
from casework.people.models import Membership
from casework.people.roles import Role
from tests.action_plans.conftest import AGAIN, item_of, page_of
from tests.cast import CONSIDERED, TO_DECISION
from tests.samples import sample

pytestmark = pytest.mark.django_db
SECRET = "Statement of the second neighbour"
SET, REVIEW = "charging_decision.review", "charging_decision.review_plan"
Position = ChargingDecision.Position


def propose(drive, case, by=None):
    return drive.send(case, SET, "action_plan", by=by, **{"part-1-what": SECRET})


@pytest.fixture
def proposed(drive, case):
    """The case with a second plan that waits for its review."""
    drive.do(case, *AGAIN)
    assert propose(drive, case).status_code == 302
    return case


def decision(case) -> ChargingDecision:
    return ChargingDecision.objects.get(case_file=case)


def test_it_waits_for_the_district_crown_prosecutor_and_no_work_is_opened(drive, proposed, cast):
    owed = drive.open_work(proposed, REVIEW)
    assert (owed.role, owed.title) == (Role.PROSECUTION_MANAGER, "Review the further action plan")
    assert decision(proposed).position == Position.PLAN_REVIEW
    assert (ActionPlan.objects.count(), ActionPlanItem.objects.count()) == (1, 1)
    assert "plan_item.answer" not in drive.kinds(proposed)


def test_approved_it_goes_to_the_police(drive, proposed, cast, read):
    drive.do(proposed, f"{REVIEW} approve")
    plan = ActionPlan.objects.get(number=2)
    assert (plan.issued_by, plan.reviewed_by) == (cast.prosecutor, cast.manager)
    assert decision(proposed).position == Position.WAITING
    assert drive.open_work(proposed, "plan_item.answer").owner == cast.investigator
    assert SECRET in read(proposed, cast.investigator)
    drive.do(proposed, *AGAIN)
    assert drive.open_work(proposed, SET).owner == cast.prosecutor


class TestSentBack:
    @pytest.fixture(autouse=True)
    def sent_back(self, drive, proposed):
        drive.do(proposed, f"{REVIEW} send_back")

    def test_it_comes_back_to_who_drafted_it_with_the_comments(self, drive, proposed, cast, as_user):
        owed = drive.open_work(proposed, SET)
        assert (owed.owner, decision(proposed).position) == (cast.prosecutor, Position.REVIEW)
        page = as_user(cast.prosecutor).get(f"/cases/{proposed.urn}/steps/{owed.task}/").content.decode()
        assert "The first item is not proportionate" in page
        assert SECRET in page

    def test_its_items_are_offered_again(self, drive, proposed, cast, as_user):
        owed = drive.open_work(proposed, SET)
        address = f"/cases/{proposed.urn}/steps/{owed.task}/?outcome=action_plan"
        assert f'value="{SECRET}"' in as_user(cast.prosecutor).get(address).content.decode()

    def test_it_is_kept_and_was_never_issued(self, drive, proposed):
        assert propose(drive, proposed).status_code == 302
        drive.do(proposed, f"{REVIEW} approve")
        assert list(PlanProposal.objects.values_list("verdict", flat=True)) == ["sent_back", "approved"]
        assert list(ActionPlan.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize("after", [[], [f"{REVIEW} send_back"]])
def test_the_police_see_nothing_of_it(drive, proposed, cast, as_user, after):
    drive.do(proposed, *after)
    owed = drive.open_work(proposed, REVIEW if not after else SET)
    urn = proposed.urn
    addresses = [
        f"/cases/{urn}/",
        f"/cases/{urn}/activity/",
        *(f"/cases/{urn}/routes/{route}/" for route in ("charging", "action-plans")),
        f"/cases/{urn}/steps/{owed.task}/",
        "/queue/",
    ]
    for who in (cast.investigator, cast.supervisor, cast.gatekeeper, cast.auditor):
        for address in addresses:
            page = as_user(who).get(address)
            assert page.status_code == 200
            assert SECRET not in page.content.decode(), address
            assert "not proportionate" not in page.content.decode(), address
        assert as_user(who).get(f"/cases/{urn}/plans/S1/2/").status_code == 404
    assert SECRET in as_user(cast.manager).get(f"/cases/{urn}/routes/charging/").content.decode()


def test_who_drafted_it_does_not_review_it(drive, proposed, cast):
    Membership.objects.create(
        person=cast.prosecutor,
        role=Role.PROSECUTION_MANAGER,
        organisation=cast.area,
        starts_on=date(2020, 1, 1),
    )
    for outcome in ("approve", "send_back"):
        response = drive.send(proposed, REVIEW, outcome, by=cast.prosecutor)
        assert response.status_code == 422
        assert "You drafted this action plan" in response.content.decode()
    assert decision(proposed).position == Position.PLAN_REVIEW


def test_a_prosecutor_does_not_review_it(drive, proposed, cast):
    assert drive.send(proposed, REVIEW, "approve", by=cast.prosecutor).status_code == 403


def test_a_date_that_has_passed_keeps_it_from_going_out(drive, proposed, cast, as_user):
    due = PlanProposal.objects.get().items.get().due_on
    owed = drive.open_work(proposed, REVIEW)
    with time_machine.travel(timezone.now() + timedelta(days=35)):
        words = f"Item 1 was due on {govuk_date(due)}. Send the plan back for a new date"
        form = f"/cases/{proposed.urn}/steps/{owed.task}/?outcome=approve"
        assert words in as_user(cast.manager).get(form).text
        response = drive.send(proposed, REVIEW, "approve")
        assert (response.status_code, words in response.text) == (422, True)
        drive.do(proposed, f"{REVIEW} send_back")


def test_sending_back_needs_comments(drive, proposed):
    assert drive.send(proposed, REVIEW, "send_back", comments="").status_code == 422


def test_after_a_threshold_submission_there_is_no_review(drive, cast):
    case = drive.case()
    drive.do(case, *TO_DECISION[:2])
    assert drive.send(case, "file_submission.prepare", "submit", code_test="threshold").status_code == 302
    drive.do(case, *TO_DECISION[3:], f"{SET} action_plan", *AGAIN, f"{SET} action_plan")
    assert decision(case).position == Position.WAITING
    assert item_of(case).plan.number == 2


@pytest.mark.parametrize("reviewer", [None, "prosecutor"])
def test_the_database_issues_no_further_plan_without_a_review(proposed, cast, reviewer):
    """Whatever the code does."""
    with pytest.raises(IntegrityError, match="reviewed by another"), transaction.atomic():
        ActionPlan.objects.create(
            case_file=proposed,
            decision=decision(proposed),
            number=2,
            issued_at=timezone.now(),
            issued_by=cast.prosecutor,
            reviewed_by=getattr(cast, reviewer) if reviewer else None,
        )


def test_a_review_that_was_made_is_not_changed(drive, proposed, cast):
    drive.do(proposed, f"{REVIEW} send_back")
    with pytest.raises(Exception, match="decided once"), transaction.atomic():
        PlanProposal.objects.update(comments="Otherwise")


def test_the_first_page_of_an_approved_plan_names_who_reviewed_it(drive, proposed, cast, as_user):
    drive.do(proposed, f"{REVIEW} approve")
    page = as_user(cast.investigator).get(page_of(ActionPlan.objects.get(number=2))).content.decode()
    assert "Reviewed by" in page
    assert cast.manager.signature in page


class TestAnotherSuspect:
    """The plan of the first suspect is issued, answered and accepted; the second suspect has none yet."""

    @pytest.fixture
    def case(self, drive):
        case = drive.case(suspects=2)
        drive.do(case, *CONSIDERED, *TO_DECISION[1:], f"{SET} action_plan", *AGAIN)
        return case

    @pytest.fixture
    def plan(self, case, cast, as_user):
        """Send a plan from the second suspect's decision, about the suspects of these references."""

        def send(*about: str) -> ChargingDecision:
            second = ChargingDecision.objects.get(case_file=case, suspect__reference="S2")
            task = Obligation.objects.open().get(subject=second.pk).task
            keys = [str(case.suspects.get(reference=reference).pk) for reference in about]
            form = {**sample(SET, "action_plan", timezone.localdate()), "part-1-suspects": keys}
            address = reverse("step", kwargs={"urn": case.urn, "task": task})
            page = as_user(cast.prosecutor).post(f"{address}?outcome=action_plan", form)
            assert page.status_code == 302
            second.refresh_from_db()
            return second

        return send

    @pytest.mark.parametrize("about", [("S1",), ("S1", "S2")])
    def test_asking_about_the_first_again_from_the_decision_on_the_second_is_reviewed(self, plan, about):
        assert plan(*about).position == Position.PLAN_REVIEW
        assert ActionPlan.objects.count() == 1

    @pytest.mark.parametrize("about", [("S2",), ()])
    def test_the_first_plan_about_the_second_goes_out_at_once(self, plan, about):
        assert plan(*about).position == Position.WAITING
