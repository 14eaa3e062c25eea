"""Anybody tries anything in any order: the engine, the open work, the records and the events stay in step."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.casefiles.routes import routes_of
from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from casework.people.roles import side_of
from tests.cast import Driver, make_cast
from tests.samples import sample
from workflows.engine import work
from workflows.queues.check import differences

PEOPLE = st.sampled_from(
    [
        "owner",
        "investigator",
        "supervisor",
        "gatekeeper",
        "gatekeeper2",
        "prosecutor",
        "manager",
        "liaison",
        "outsider",
    ]
)


class CaseMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        # Neither of Hypothesis's nor Django's test cases undoes an example: this does.
        self.undone_at_the_end = transaction.atomic()
        self.undone_at_the_end.__enter__()
        self.drive = Driver(make_cast())
        self.case = self.drive.case(suspects=2)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone_at_the_end.__exit__(None, None, None)

    @rule(data=st.data(), who=PEOPLE)
    @precondition(lambda self: self.open_work().exists())
    def someone_ends_a_step(self, data, who) -> None:
        owed = data.draw(st.sampled_from(list(self.open_work())))
        task = Task.objects.get(pk=owed.task)
        outcome = data.draw(st.sampled_from(sorted(task.flow_task.outcomes)))
        self.attempt(lambda by: self.end(task, outcome, by), owed, who)

    @rule(data=st.data(), who=PEOPLE, verb=st.sampled_from([work.claim, work.release]))
    @precondition(lambda self: self.open_work().exists())
    def someone_claims_or_releases(self, data, who, verb) -> None:
        owed = data.draw(st.sampled_from(list(self.open_work())))
        task = Task.objects.get(pk=owed.task)
        self.attempt(lambda by: verb(task=task, by=by, at=timezone.now()), owed, who)

    def attempt(self, act, owed, who) -> None:
        """Do it, or be refused with everything as it was."""
        by = self.drive.cast.working(owed.role) if who == "owner" else getattr(self.drive.cast, who)
        before = self.everything()
        try:
            with transaction.atomic():
                act(by)
        except RuleBroken:
            assert self.everything() == before
        else:
            assert who != "outsider"

    def end(self, task, outcome, by) -> None:
        chosen, record = task.flow_task.outcomes[outcome], task.process.caseprocess.record
        form = sample(
            f"{task.flow_task.flow_class.carries}.{task.flow_task.name}", outcome, timezone.localdate()
        )
        filled = chosen.form(form, record=record)
        assert filled.is_valid(), filled.errors
        work.complete(task=task, by=by, at=timezone.now(), outcome=outcome, arguments=filled.arguments())

    def open_work(self):
        return Obligation.objects.open().filter(case_file=self.case).order_by("pk")

    def everything(self):
        tasks = Task.objects.order_by("pk").values_list("pk", "status", "owner")
        return (
            list(tasks),
            list(self.open_work().values_list("pk", "owner", "due_on")),
            self.case.events.count(),
        )

    @invariant()
    def open_work_is_what_the_engine_waits_for(self) -> None:
        waiting = Task.objects.filter(flow_task_type="HUMAN", status__in=[STATUS.NEW, STATUS.ASSIGNED])
        assert set(self.open_work().values_list("task", "owner")) == set(waiting.values_list("pk", "owner"))

    @invariant()
    def the_check_of_the_queue_finds_no_difference(self) -> None:
        assert [str(difference) for difference in differences()] == []

    @invariant()
    def every_record_is_where_its_last_event_left_it(self) -> None:
        left = dict(self.case.events.exclude(moved_to="").order_by("pk").values_list("subject", "moved_to"))
        records = [entry.record for route in routes_of(self.case) for entry in route.entries]
        assert all(record.position == left[record.pk] for record in records if record.pk in left)

    @invariant()
    def whoever_owes_a_record_has_its_work_open(self) -> None:
        owing = {owed.subject: side_of(owed.role) for owed in self.open_work()}
        records = [entry.record for route in routes_of(self.case) for entry in route.entries]
        waiting_for_items = ("waiting",)
        assert all(
            owing.get(record.pk) == record.owed_by
            for record in records
            if record.position not in waiting_for_items
        )


@pytest.mark.django_db
def test_any_order_of_anything():
    fast = settings(
        max_examples=6, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(CaseMachine, settings=fast)
