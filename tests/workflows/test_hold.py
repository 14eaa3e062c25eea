"""Work on hold: it comes back by itself, hides nothing that is late, and changes hands without its hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.access.policy import Actor
from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from casework.obligations.urgency import Urgency
from casework.pages.dates import govuk_date
from casework.people.roles import Role
from tests.cast import TO_DECISION, person
from tests.workflows.working import in_days, last_event, now, task_of
from workflows.engine import work
from workflows.engine.handover import case_amend_and_hand_over
from workflows.engine.timers import timers_fire

pytestmark = pytest.mark.django_db


class TestHold:
    @pytest.fixture
    def held(self, drive, cast):
        """Work that its holder put on hold for three days."""
        case = drive.case()
        task = task_of(drive, case, "vps_offer.offer")
        work.hold(task=task, until=in_days(3), by=cast.investigator, reason="Interpreter booked", **now())
        return task, case

    def test_it_stands_apart_in_the_queue_with_its_reason_in_the_events(self, held):
        task, case = held
        row = Obligation.objects.with_urgency(timezone.localdate()).get(task=task.pk)
        assert (row.held_until, row.urgency) == (in_days(3), Urgency.HELD)
        assert last_event(case).verb == "held"
        assert "Interpreter booked" in last_event(case).reason

    @pytest.mark.queue_differs
    def test_late_work_is_late_even_on_hold(self, held):
        task, _ = held
        Obligation.objects.filter(task=task.pk).update(due_on=in_days(-1))
        row = Obligation.objects.with_urgency(timezone.localdate()).get(task=task.pk)
        assert row.urgency == Urgency.OVERDUE

    def test_its_due_date_and_its_reminders_stand(self, drive, cast):
        task = task_of(drive, drive.case(), "vps_offer.offer")
        before = Obligation.objects.values("due_on", "act_after").get(task=task.pk)
        work.hold(task=task, until=in_days(3), by=cast.investigator, reason="Leave", **now())
        assert Obligation.objects.values("due_on", "act_after").get(task=task.pk) == before

    def test_it_comes_back_by_itself_on_its_day_and_no_sooner(self, held):
        task, case = held
        assert timers_fire(now=timezone.now() + timedelta(days=2)) == 0
        assert timers_fire(now=timezone.now() + timedelta(days=3)) == 1
        assert timers_fire(now=timezone.now() + timedelta(days=3)) == 0
        assert Obligation.objects.get(task=task.pk).held_until is None
        event = last_event(case)
        assert (event.verb, event.actor, event.done_by) == ("hold_ended", None, "Done by the service")

    def test_its_holder_takes_it_up_sooner(self, cast, held):
        task, case = held
        work.hold_end(task=task, by=cast.investigator, **now())
        assert last_event(case).actor == cast.investigator
        assert timers_fire(now=timezone.now() + timedelta(days=9)) == 0
        with pytest.raises(work.WorkRefused, match="not on hold"):
            work.hold_end(task=task, by=cast.investigator, **now())

    @pytest.mark.parametrize("by", ["investigator", "supervisor"])
    def test_a_second_hold_does_not_replace_the_first(self, cast, held, by):
        task, case = held
        first = last_event(case)
        already = f"on hold until {govuk_date(in_days(3))} already. End the hold first"
        with pytest.raises(work.WorkRefused, match=already):
            work.hold(task=task, until=in_days(9), by=getattr(cast, by), reason="Leave", **now())
        assert Obligation.objects.get(task=task.pk).held_until == in_days(3)
        assert last_event(case) == first

    @pytest.mark.parametrize(("days", "reason"), [(0, "Leave"), (-1, "Leave"), (3, "")])
    def test_not_until_a_past_day_and_not_without_a_reason(self, drive, cast, days, reason):
        task = task_of(drive, drive.case(), "vps_offer.offer")
        with pytest.raises(RuleBroken):
            work.hold(task=task, until=in_days(days), by=cast.investigator, reason=reason, **now())

    def test_it_is_over_when_the_case_gets_another_officer(self, cast, held):
        task, case = held
        work.act_on_case(
            case=case,
            by=cast.supervisor,
            roles=(Role.SUPERVISOR,),
            verb=case_amend_and_hand_over,
            officer_in_case=cast.investigator2,
            **now(),
        )
        row = Obligation.objects.get(task=task.pk)
        assert (row.owner, row.held_until) == (cast.investigator2, None)

    @pytest.mark.parametrize("handed", ["released", "reassigned"])
    def test_it_is_over_when_the_work_goes_into_other_hands(self, cast, held, handed):
        task, case = held
        if handed == "released":
            work.release(task=task, by=cast.investigator, **now())
        else:
            work.assign(
                task=task, to=cast.investigator2, by=cast.supervisor, seen=cast.investigator.pk, **now()
            )
        assert Obligation.objects.get(task=task.pk).held_until is None
        assert [event.verb for event in case.events.order_by("-pk")[:3]] == [handed, "hold_ended", "held"]
        assert timers_fire(now=timezone.now() + timedelta(days=3)) == 0

    def test_it_stands_when_the_handing_over_is_refused(self, cast, held):
        task, _ = held
        with pytest.raises(work.WorkRefused):
            work.release(task=task, by=cast.investigator2, **now())
        assert Obligation.objects.get(task=task.pk).held_until == in_days(3)

    def test_it_is_over_with_the_role_of_who_had_the_work(self, cast, held):
        task, case = held
        membership = cast.investigator.memberships.get()
        by = Actor(cast.administrator, Role.ADMINISTRATOR, cast.force)
        work.end_role(membership=membership, by=by, **now())
        assert Obligation.objects.get(task=task.pk).held_until is None
        assert case.events.filter(verb="hold_ended").count() == 1

    def test_of_what_nobody_has_claimed_only_who_leads_ends_the_hold(self, drive, cast):
        case = drive.case()
        drive.do(case, *TO_DECISION)
        task = task_of(drive, case, "charging_decision.review")
        with pytest.raises(work.WorkRefused, match="Claim this work before you put it on hold"):
            work.hold(task=task, until=in_days(3), by=cast.prosecutor, reason="Leave", **now())
        work.hold(task=task, until=in_days(3), by=cast.manager, reason="Leave", **now())
        with pytest.raises(work.WorkRefused, match="Claim this work before you end its hold"):
            work.hold_end(task=task, by=cast.prosecutor, **now())
        work.hold_end(task=task, by=cast.manager, **now())

    def test_a_colleague_cannot_hold_it(self, drive, cast):
        task = task_of(drive, drive.case(), "vps_offer.offer")
        with pytest.raises(work.WorkRefused, match="Investigator Tester has this now"):
            work.hold(task=task, until=in_days(3), by=cast.investigator2, reason="Leave", **now())

    def test_work_that_is_done_or_withdrawn_leaves_no_timer(self, drive, cast, held):
        task, case = held
        drive.do(case, "vps_offer.offer offer")
        second = task_of(drive, case, "vps_offer.answer")
        work.hold(task=second, until=in_days(3), by=cast.investigator, reason="Leave", **now())
        work.cancel(task=second, by=cast.supervisor, reason="Died", **now())
        for done in (task, second):
            row = Obligation.objects.get(task=done.pk)
            assert (row.held_until, row.act_after) == (None, None)
        assert timers_fire(now=timezone.now() + timedelta(days=9)) == 0


class TestTheReason:
    """Why a side does so with its own work is read by that side alone; that it did, by both."""

    @pytest.fixture
    def pages(self, drive, cast, as_user):
        """What a person reads wherever the check of an item is told of, which the CPS gave on and held."""
        colleague, case = person("prosecutor2", Role.PROSECUTOR, cast.area), drive.case()
        drive.do(case, *TO_DECISION, "charging_decision.review action_plan", "plan_item.answer answer")
        task = task_of(drive, case, "plan_item.check")
        given = {"to": colleague, "seen": cast.prosecutor.pk, "reason": "Asked for too much"}
        work.assign(task=task, by=cast.manager, **given, **now())
        work.hold(task=task, until=in_days(3), by=cast.manager, reason="It goes too far", **now())
        addresses = [f"/cases/{case.urn}/{page}/" for page in ("activity", "plans/S1/1", f"steps/{task.pk}")]

        def read(who: str) -> list[str]:
            browser = as_user(getattr(cast, who))
            return [browser.get(address).content.decode() for address in addresses]

        return read

    @pytest.mark.parametrize("who", ["investigator", "supervisor", "gatekeeper", "auditor"])
    def test_of_the_cps_is_not_for_the_police_who_read_that_it_was_done(self, pages, who):
        activity, plan, step = pages(who)
        for told in (activity, plan, step):
            assert "too far" not in told
            assert "too much" not in told
        for told in (activity, plan):
            assert "Work put on hold" in told
            assert "Work handed to somebody else" in told
        assert "On hold." in step

    @pytest.mark.parametrize("who", ["prosecutor", "manager"])
    def test_is_read_by_its_own_side(self, pages, who):
        activity, plan, step = pages(who)
        assert all("too far" in told for told in (activity, plan, step))
        assert all("too much" in told for told in (activity, plan))

    def test_of_a_withdrawal_is_for_both(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, *TO_DECISION, "charging_decision.review action_plan")
        work.cancel(
            task=task_of(drive, case, "plan_item.answer"), by=cast.prosecutor, reason="Not needed", **now()
        )
        assert "Not needed" in as_user(cast.investigator).get(f"/cases/{case.urn}/activity/").content.decode()
