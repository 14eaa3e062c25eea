"""More time for an item: asked for, granted, shortened, refused, or no longer needed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import InternalError, ProgrammingError, transaction
from django.utils import timezone

from casework.absences.services import absence_record
from casework.action_plans.exchange import ExtensionRequest
from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.obligations.models import Obligation
from casework.pages.dates import govuk_date
from casework.people.roles import Role
from tests.action_plans.conftest import item_of
from tests.samples import day
from tests.workflows.working import in_days, to_work_in

pytestmark = pytest.mark.django_db
Position = ActionPlanItem.Position
ANSWER, DECIDE = "plan_item.answer", "plan_item.extension"
DUE, ASKED = 28, 42


@pytest.fixture
def waiting(drive, case):
    """The case with a request for more time that the CPS has to decide."""
    drive.do(case, f"{ANSWER} more_time")
    return case


def request() -> ExtensionRequest:
    return ExtensionRequest.objects.get()


def test_the_request_goes_to_who_issued_the_plan_and_the_date_stands_meanwhile(drive, waiting, cast, read):
    owed, item = drive.open_work(waiting, DECIDE), item_of(waiting)
    assert (owed.owner, owed.title) == (cast.prosecutor, "Decide on more time")
    assert (item.position, item.due_on) == (Position.EXTENSION, to_work_in(DUE))
    assert ANSWER not in drive.kinds(waiting)
    page = read(waiting, cast.investigator)
    assert govuk_date(to_work_in(DUE)) in page
    assert govuk_date(to_work_in(ASKED)) in page
    assert "0 of 1 answered, 1 waiting for more time" in page
    assert "1 asking for more time" in read(waiting, cast.prosecutor)


@pytest.mark.parametrize("days", [-1, 0, DUE - 1, DUE])
def test_a_date_that_is_past_or_not_later_is_refused(drive, case, days):
    response = drive.send(case, ANSWER, "more_time", **day("asked_for", to_work_in(days)))
    assert (response.status_code, item_of(case).position) == (422, Position.ANSWER)


def test_it_needs_a_reason(drive, case):
    response = drive.send(case, ANSWER, "more_time", extension_reason="")
    assert "Enter why you need more time" in response.content.decode()


@pytest.mark.parametrize(
    ("outcome", "decision", "days"),
    [("grant", "granted", 42), ("shorten", "shortened", 35), ("refuse", "refused", 28)],
)
def test_the_item_comes_back_with_the_date_that_was_decided_and_the_old_one_is_kept(
    drive, waiting, cast, outcome, decision, days
):
    drive.do(waiting, f"{DECIDE} {outcome}")
    item, owed, kept = item_of(waiting), drive.open_work(waiting, ANSWER), request()
    assert (item.position, item.due_on, owed.owner) == (Position.ANSWER, to_work_in(days), cast.investigator)
    assert (owed.due_on, owed.clocks) == (to_work_in(days), {"due_on": to_work_in(days).isoformat()})
    assert owed.act_after is not None
    assert (kept.decision, kept.old_due_on, kept.asked_for) == (decision, to_work_in(DUE), to_work_in(ASKED))
    assert (kept.decided_due_on, kept.decided_by) == (to_work_in(days), cast.prosecutor)
    assert waiting.events.latest("pk").verb == f"more_time_{decision}"


def test_both_sides_see_every_date_and_how_often_more_time_was_asked_for(drive, waiting, cast, read):
    drive.do(waiting, f"{DECIDE} shorten")
    drive.send(waiting, ANSWER, "more_time", **day("asked_for", to_work_in(60)))
    drive.do(waiting, f"{DECIDE} refuse")
    for who in (cast.investigator, cast.prosecutor):
        page = read(waiting, who)
        assert "Asked for 2 times: 0 granted, 1 shortened, 1 refused" in page
        assert all(govuk_date(to_work_in(days)) in page for days in (28, 42, 35, 60))
    plan = ActionPlan.objects.with_extensions().get()
    assert (plan.asked, plan.granted, plan.shortened, plan.refused) == (2, 0, 1, 1)


@pytest.mark.parametrize("days", [0, DUE, ASKED, ASKED + 1])
def test_another_date_is_later_than_the_old_one_and_earlier_than_was_asked_for(drive, waiting, days):
    response = drive.send(waiting, DECIDE, "shorten", **day("due_on", to_work_in(days)))
    assert (response.status_code, item_of(waiting).due_on) == (422, to_work_in(DUE))


@pytest.mark.parametrize("outcome", ["shorten", "refuse"])
def test_less_than_was_asked_for_needs_a_reason(drive, waiting, outcome):
    assert drive.send(waiting, DECIDE, outcome, reason="").status_code == 422


def test_what_was_asked_for_too_long_ago_is_given_another_date(drive, waiting, cast):
    with time_machine.travel(timezone.now() + timedelta(days=ASKED + 4)):
        assert drive.send(waiting, DECIDE, "grant").status_code == 422
        late = day("due_on", to_work_in(20))
        assert drive.send(waiting, DECIDE, "shorten", **late).status_code == 302


def test_while_the_cps_has_it_the_old_date_passes_and_both_are_shown(drive, waiting, cast, read):
    late = item_of(waiting).due_on - timezone.localdate() + timedelta(days=2)
    with time_machine.travel(timezone.now() + late):
        page = read(waiting, cast.investigator)
        assert "Overdue" in page
        assert "overdue by 2 days" in page
        assert "The CPS decides" in page


def test_the_police_do_not_decide_on_their_own_request(drive, waiting, cast):
    assert drive.send(waiting, DECIDE, "grant", by=cast.investigator).status_code == 403


def test_an_answer_need_not_wait_for_the_decision(drive, waiting, cast):
    sent = {"answer": "done", "answer_detail": "It came sooner"}
    assert drive.turn(item_of(waiting), "answer-now", cast.investigator, **sent).status_code == 302
    assert request().decision == "lapsed"
    assert DECIDE not in drive.kinds(waiting)
    assert drive.open_work(waiting, "plan_item.check").owner == cast.prosecutor


class TestAnsweredWhileMoreTimeIsAskedFor:
    @pytest.fixture
    def answer(self, drive, waiting):
        sent = {"answer": "done", "answer_detail": "It came sooner"}
        return lambda by: drive.turn(item_of(waiting), "answer-now", by, **sent)

    def test_who_stands_in_answers_for_the_colleague_whose_item_it_stays(self, answer, waiting, cast):
        absence_record(
            person=cast.investigator,
            stand_in=cast.investigator2,
            starts_on=in_days(0),
            ends_on=in_days(7),
            by=cast.investigator,
            at=timezone.now(),
        )
        assert answer(cast.investigator2).status_code == 302
        told = item_of(waiting).last_answer
        assert (told.by, told.on_behalf_of) == (cast.investigator2, cast.investigator)
        event = waiting.events.get(verb="answered")
        assert (event.actor, event.on_behalf_of) == (cast.investigator2, cast.investigator)
        assert item_of(waiting).answers_for_police == cast.investigator

    def test_who_leads_answers_and_does_not_take_the_item(self, answer, waiting, cast):
        assert answer(cast.supervisor).status_code == 302
        assert waiting.events.get(verb="answered").role == Role.SUPERVISOR
        assert item_of(waiting).answers_for_police == cast.investigator

    def test_a_colleague_is_refused_and_told_whose_it_is(self, answer, waiting, cast, read):
        page = answer(cast.investigator2)
        assert page.status_code == 409
        assert f"{cast.investigator.signature} has this now" in page.content.decode()
        assert item_of(waiting).position == "extension"
        link = "Answer without waiting for more time"
        assert link not in read(waiting, cast.investigator2)
        assert link in read(waiting, cast.investigator)


def test_a_decision_is_made_once_and_a_request_is_never_removed(drive, waiting):
    drive.do(waiting, f"{DECIDE} grant")
    kept = request()
    kept.decision_reason = "Otherwise"
    for change in (kept.save, kept.delete):
        with pytest.raises((InternalError, ProgrammingError), match="decided once"), transaction.atomic():
            change()


def test_what_was_asked_for_is_not_changed_before_it_is_decided(waiting):
    with pytest.raises((InternalError, ProgrammingError), match="decided once"), transaction.atomic():
        ExtensionRequest.objects.update(asked_for=to_work_in(90))


def test_a_withdrawn_item_takes_its_request_with_it_and_brings_it_back(drive, waiting, cast):
    from tests.workflows.working import now, task_of
    from workflows.engine import work

    task = task_of(drive, waiting, DECIDE)
    work.cancel(task=task, by=cast.prosecutor, reason="Not wanted", **now())
    assert "charging_decision.review" in drive.kinds(waiting)
    assert Obligation.objects.open().filter(case_file=waiting, kind=DECIDE).count() == 0
