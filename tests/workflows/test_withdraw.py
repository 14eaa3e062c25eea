"""Work that is no longer wanted, and wanted again."""

from __future__ import annotations

import pytest
from viewflow.workflow import STATUS

from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from tests.cast import TO_DECISION
from tests.workflows.working import last_event, now, task_of
from workflows.engine import work
from workflows.models import CaseProcess

pytestmark = pytest.mark.django_db


class TestWithdraw:
    @pytest.fixture
    def two_items(self, drive):
        from tests.workflows.test_routes import two_items

        case = drive.case()
        drive.do(case, *TO_DECISION)
        drive.send(case, "charging_decision.review", "action_plan", **two_items())
        return case

    def test_an_item_that_is_not_wanted_any_more_no_longer_holds_up_the_decision(
        self, drive, cast, two_items
    ):
        first = task_of(drive, two_items, "plan_item.answer")
        work.cancel(task=first, by=cast.prosecutor, reason="Found elsewhere", **now())
        assert last_event(two_items).verb == "withdrawn"
        assert drive.kinds(two_items) & {"plan_item.answer", "charging_decision.review"} == {
            "plan_item.answer"
        }
        drive.do(two_items, "plan_item.answer answer", "plan_item.check accept")
        assert drive.open_work(two_items, "charging_decision.review").round == 2

    def test_withdrawing_the_last_item_brings_the_decision_back(self, drive, cast, two_items):
        for _ in range(2):
            task = task_of(drive, two_items, "plan_item.answer")
            work.cancel(task=task, by=cast.prosecutor, reason="Not wanted", **now())
        assert "charging_decision.review" in drive.kinds(two_items)

    def test_its_process_ends_and_its_record_keeps_where_it_stood(self, drive, cast, two_items):
        task = task_of(drive, two_items, "plan_item.answer")
        work.cancel(task=task, by=cast.prosecutor, reason="Not wanted", **now())
        process = CaseProcess.objects.get(task=task)
        assert (process.status, process.record.owed_by) == (STATUS.CANCELED, None)
        assert process.record.words_for(None) == "Withdrawn: answer to an action plan item"

    def test_who_works_on_it_meanwhile_is_told_who_withdrew_it(self, drive, cast, two_items):
        task = task_of(drive, two_items, "plan_item.answer")
        work.cancel(task=task, by=cast.prosecutor, reason="Not wanted", **now())
        with pytest.raises(work.WorkRefused, match="Prosecutor Tester has withdrawn this"):
            work.claim(task=task, by=cast.investigator, **now())

    def test_it_is_taken_up_again_with_its_role_its_holder_and_its_dates(self, drive, cast, two_items):
        task = task_of(drive, two_items, "plan_item.answer")
        before = Obligation.objects.get(task=task.pk)
        work.cancel(task=task, by=cast.prosecutor, reason="Not wanted", **now())
        work.reinstate(task=task, by=cast.manager, reason="Wanted after all", **now())
        after = Obligation.objects.open().get(subject=before.subject)
        same = ("owner", "role", "unit", "due_on", "clocks", "kind", "round")
        assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
        assert after.act_after is not None
        with pytest.raises(work.WorkRefused, match="taken up again already"):
            work.reinstate(task=task, by=cast.manager, reason="Twice", **now())

    def test_not_once_the_decision_has_gone_on_without_it(self, drive, cast, two_items):
        task = task_of(drive, two_items, "plan_item.answer")
        work.cancel(task=task, by=cast.prosecutor, reason="Not wanted", **now())
        drive.do(two_items, "plan_item.answer answer", "plan_item.check accept")
        with pytest.raises(RuleBroken, match="has gone on without this item"):
            work.reinstate(task=task, by=cast.prosecutor, reason="Late", **now())

    @pytest.mark.parametrize("kind", ["bad_character.consider", "file_submission.prepare"])
    def test_what_the_process_asks_of_every_case_cannot_be_withdrawn(self, drive, cast, kind):
        task = task_of(drive, drive.case(), kind)
        for by in (cast.supervisor, cast.investigator, cast.manager):
            with pytest.raises(work.NotAllowed):
                work.cancel(task=task, by=by, reason="No", **now())

    def test_nor_once_the_decision_waits_for_another_plan(self, drive, cast, two_items):
        task = task_of(drive, two_items, "plan_item.answer")
        work.cancel(task=task, by=cast.prosecutor, reason="Not wanted", **now())
        drive.do(two_items, "plan_item.answer answer", "plan_item.check accept")
        drive.do(two_items, "charging_decision.review action_plan")
        with pytest.raises(RuleBroken, match="has gone on without this item"):
            work.reinstate(task=task, by=cast.prosecutor, reason="Late", **now())

    def test_not_without_a_reason_and_not_by_the_other_side(self, drive, cast, two_items):
        task = task_of(drive, two_items, "plan_item.answer")
        with pytest.raises(RuleBroken, match="Enter why"):
            work.cancel(task=task, by=cast.prosecutor, reason="", **now())
        with pytest.raises(work.NotAllowed):
            work.cancel(task=task, by=cast.investigator, reason="Too much", **now())
