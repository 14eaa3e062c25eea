"""Work that is given to somebody: by whom, to whom, and what the loser of a race is told."""

from __future__ import annotations

import pytest

from casework.obligations.models import Obligation
from casework.people.roles import Role
from tests.cast import TO_GATEKEEPER
from tests.workflows.working import in_days, last_event, now, task_of
from workflows.engine import work

pytestmark = pytest.mark.django_db


class TestAssign:
    @pytest.fixture
    def work_of_an_officer(self, drive):
        """Work that the investigator holds, and the case it is on."""
        case = drive.case()
        return task_of(drive, case, "vps_offer.offer"), case

    def test_a_lead_hands_work_to_a_colleague_and_the_event_says_from_whom_to_whom(
        self, cast, work_of_an_officer
    ):
        task, case = work_of_an_officer
        work.assign(
            task=task, to=cast.investigator2, by=cast.supervisor, reason="Leave", seen=task.owner_id, **now()
        )
        event = last_event(case)
        assert (event.verb, event.handed_from, event.handed_to, event.actor, event.reason, event.step) == (
            *("reassigned", cast.investigator, cast.investigator2, cast.supervisor, "Leave"),
            "vps_offer.offer",
        )
        assert Obligation.objects.get(task=task.pk).owner == cast.investigator2

    def test_the_holder_hands_their_own_work_over(self, cast, work_of_an_officer):
        task, case = work_of_an_officer
        work.assign(task=task, to=cast.investigator2, by=cast.investigator, seen=task.owner_id, **now())
        assert last_event(case).verb == "reassigned"

    def test_who_leads_and_does_the_work_too_hands_over_a_colleagues_as_who_leads(
        self, cast, work_of_an_officer
    ):
        task, case = work_of_an_officer
        cast.supervisor.memberships.create(
            role=Role.INVESTIGATOR, organisation=cast.force, unit=cast.unit, starts_on=in_days(-9)
        )
        work.assign(task=task, to=cast.investigator2, by=cast.supervisor, seen=task.owner_id, **now())
        assert last_event(case).role == Role.SUPERVISOR

    @pytest.mark.parametrize("by", ["investigator2", "gatekeeper", "prosecutor", "outsider", "auditor"])
    def test_nobody_else_does(self, cast, work_of_an_officer, by):
        task, case = work_of_an_officer
        before = case.events.count()
        with pytest.raises(work.WorkRefused):
            work.assign(task=task, to=cast.investigator2, by=getattr(cast, by), seen=task.owner_id, **now())
        assert case.events.count() == before

    @pytest.mark.parametrize("to", ["gatekeeper", "outsider", "supervisor"])
    def test_work_goes_only_to_who_may_do_it(self, cast, work_of_an_officer, to):
        task, _ = work_of_an_officer
        with pytest.raises(work.WorkRefused, match="cannot do this work"):
            work.assign(task=task, to=getattr(cast, to), by=cast.supervisor, seen=task.owner_id, **now())

    def test_a_deactivated_colleague_gets_no_work(self, cast, work_of_an_officer):
        task, _ = work_of_an_officer
        cast.investigator2.is_active = False
        with pytest.raises(work.WorkRefused, match="cannot do this work"):
            work.assign(task=task, to=cast.investigator2, by=cast.supervisor, seen=task.owner_id, **now())

    def test_who_decided_on_an_outdated_page_is_told_who_has_it_now(self, cast, work_of_an_officer):
        task, _ = work_of_an_officer
        with pytest.raises(work.WorkRefused, match="Investigator Tester has this now"):
            work.assign(task=task, to=cast.investigator2, by=cast.supervisor, seen=None, **now())
        work.release(task=task, by=cast.supervisor, **now())
        with pytest.raises(work.WorkRefused, match="released meanwhile"):
            work.assign(
                task=task, to=cast.investigator2, by=cast.supervisor, seen=cast.investigator.pk, **now()
            )

    def test_who_has_it_is_not_given_it(self, cast, work_of_an_officer):
        task, case = work_of_an_officer
        before = case.events.count()
        with pytest.raises(work.WorkRefused, match="Investigator Tester has this already") as refusal:
            work.assign(task=task, to=cast.investigator, by=cast.supervisor, seen=task.owner_id, **now())
        assert (refusal.value.field, case.events.count()) == ("to", before)

    def test_who_may_not_give_it_is_not_told_to_try_again(self, cast, work_of_an_officer):
        task, _ = work_of_an_officer
        with pytest.raises(work.WorkRefused, match="Only Investigator Tester or who leads them"):
            work.assign(task=task, to=cast.investigator2, by=cast.investigator2, seen=None, **now())

    def test_of_many_what_a_colleague_took_meanwhile_stays_theirs(self, drive, cast):
        cases = [drive.case() for _ in range(3)]
        for case in cases:
            drive.do(case, *TO_GATEKEEPER)
        tasks = [task_of(drive, case, "file_submission.review") for case in cases]
        work.claim(task=tasks[1], by=cast.gatekeeper2, **now())
        given = work.assign_many(tasks=tasks, to=cast.gatekeeper, by=cast.gatekeeper, **now())
        assert (given.done, [task for task, _ in given.refused]) == ([tasks[0], tasks[2]], [tasks[1]])
        assert "Gatekeeper2 Tester has this now" in given.refused[0][1]
        held = Obligation.objects.open().filter(owner=cast.gatekeeper)
        assert set(held.values_list("task", flat=True)) == {tasks[0].pk, tasks[2].pk}
