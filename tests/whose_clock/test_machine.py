"""Real verbs in any order, at any distance: at each moment the clock says what the records said then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from viewflow.workflow.models import Task

from casework.casefiles.routes import routes_of
from casework.casefiles.services import suspect_add
from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from casework.people.roles import Side
from casework.whose_clock.models import ClockPause
from casework.whose_clock.selectors import clock_of
from tests.cast import Driver, make_cast
from tests.samples import sample
from tests.whose_clock.pausing import pause, restart
from workflows.engine import work

BEGAN = datetime(2026, 10, 20, 8, tzinfo=UTC)
# From nothing to some days, over the change of the clocks in the first week.
LATER = st.timedeltas(timedelta(), timedelta(days=4))
BESIDE = ("bad-character", "victim-statements")


class ClockMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.undone_at_the_end = transaction.atomic()
        self.undone_at_the_end.__enter__()
        self.now, self.told = BEGAN, []
        with time_machine.travel(self.now, tick=False):
            self.drive = Driver(make_cast())
            self.case = self.drive.case(suspects=2)
        self.tell()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone_at_the_end.__exit__(None, None, None)

    @rule(data=st.data(), later=LATER)
    def somebody_ends_a_step(self, data, later) -> None:
        open_work = list(Obligation.objects.open().filter(case_file=self.case).order_by("pk"))
        if not open_work:
            return
        task = Task.objects.get(pk=data.draw(st.sampled_from(open_work)).task)
        outcome = data.draw(st.sampled_from(sorted(task.flow_task.outcomes)))
        self.attempt(later, lambda: self.end(task, outcome))

    @rule(later=LATER, who=st.sampled_from(["investigator", "gatekeeper", "prosecutor"]))
    def somebody_pauses(self, later, who) -> None:
        self.attempt(later, lambda: pause(self.case, getattr(self.drive.cast, who), self.now))

    @rule(later=LATER, who=st.sampled_from(["supervisor", "manager"]))
    def somebody_restarts(self, later, who) -> None:
        self.attempt(later, lambda: restart(self.case, getattr(self.drive.cast, who), self.now))

    @rule(data=st.data(), later=LATER, verb=st.sampled_from([work.cancel, work.reinstate]))
    def somebody_withdraws_or_takes_up_again(self, data, later, verb) -> None:
        tasks = Task.objects.filter(process__caseprocess__case_file=self.case, flow_task_type="HUMAN")
        task = data.draw(st.sampled_from(list(tasks.order_by("pk"))))
        roles = task.flow_task.withdrawn_by
        if roles:
            by = self.drive.cast.working(roles[0])
            self.attempt(later, lambda: verb(task=task, by=by, at=self.now, reason="As agreed"))

    @rule(later=LATER)
    def a_suspect_is_found(self, later) -> None:
        if self.case.suspects.count() < 4:
            self.attempt(later, lambda: self.drive._add(self.case, self.now, suspect_add, family_name="X"))

    def end(self, task: Task, outcome: str) -> None:
        record, owner = task.process.caseprocess.record, task.owner
        kind, today = f"{task.flow_task.flow_class.carries}.{task.flow_task.name}", timezone.localdate()
        form = {**sample(kind, outcome, today)}
        if outcome == "charge":
            form["charges"] = [str(self.case.offences.get().pk)]
        asked = task.flow_task.outcomes[outcome].form
        # Of each item of bad character, however often some was found.
        form |= {name: "So" for name in asked(record=record).fields if name.startswith("assessment_")}
        filled = asked(form, record=record)
        assert filled.is_valid(), filled.errors
        by = owner or self.drive.cast.working(task.flow_task.role)
        work.complete(task=task, by=by, at=self.now, outcome=outcome, arguments=filled.arguments())

    def attempt(self, later: timedelta, act) -> None:
        self.now += later
        with time_machine.travel(self.now, tick=False):
            try:
                with transaction.atomic():
                    act()
            except RuleBroken:
                return
        self.tell()

    def tell(self) -> None:
        """Keep what the records themselves say now; of several at one moment the last is true."""
        if self.told and self.told[-1][0] == self.now:
            self.told.pop()
        self.told.append((self.now, self.party()))

    def party(self) -> str:
        """Whose turn it is by the live records alone, without the events."""
        routes = {route.key: route.entries for route in routes_of(self.case)}
        main = [entry for key, entries in routes.items() if key not in BESIDE for entry in entries]
        owing = {entry.record.owed_by for entry in main} - {None}
        decisions = [entry.record for entry in main if entry.kind == "charging_decision"]
        without_advice = {entry.record.owed_by for entry in main if entry.kind != "early_advice"} - {None}
        if not owing or (decisions and not without_advice):
            charged = any(each.position == "charged" and not each.withdrawn_at for each in decisions)
            return "court" if charged else "nobody"
        turn = Side.CPS if Side.CPS in owing else Side.POLICE
        waits = ClockPause.objects.open().filter(case_file=self.case, side=turn).exists()
        return "third_party" if waits else turn.value

    @invariant()
    def the_clock_says_at_each_moment_what_the_records_said(self) -> None:
        until = self.now + timedelta(days=1)
        found = clock_of(self.case, until).spells
        expected: list[tuple[datetime, str]] = []
        for at, party in self.told:
            if not expected or expected[-1][1] != party:
                expected.append((at, party))
        assert [(spell.began_at, spell.party.value) for spell in found] == expected
        assert found[-1].ended_at == until
        assert all(one.ended_at == other.began_at for one, other in pairwise(found))

    @invariant()
    def the_days_add_up_to_those_since_the_registration(self) -> None:
        length = self.now - BEGAN
        nearest = (length + timedelta(hours=12)) // timedelta(days=1)
        assert sum(clock_of(self.case, self.now).days.values()) == nearest


@pytest.mark.django_db
def test_any_order_of_anything():
    fast = settings(
        max_examples=6, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(ClockMachine, settings=fast)
