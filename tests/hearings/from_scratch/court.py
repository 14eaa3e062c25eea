"""What happens to a case at court, by the verbs that people use, with every date looked at after each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine
from django.db import transaction
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.access.policy import Actor
from casework.bank_holidays.services import bank_holiday_change
from casework.casefiles.models import CaseFile
from casework.custody_limits.models import CustodyTimeLimit
from casework.custody_limits.services import custody_limit_open
from casework.deadlines.holidays import bank_holidays, holidays_stale
from casework.directions.services import date_counted, date_direct, is_directable
from casework.errors import RuleBroken
from casework.hearings.anchors import anchors_call
from casework.hearings.defendants import plea_record, sentence_record, verdict_record
from casework.hearings.guards import COURTS
from casework.hearings.models import Hearing
from casework.hearings.services import hearing_list
from casework.obligations.models import Obligation
from casework.people.roles import Role, Side
from casework.routes.made import records_noted
from tests.cast import Driver
from tests.hearings.from_scratch.checks import check
from tests.hearings.from_scratch.facts import Facts
from tests.hearings.from_scratch.records import answered, every, record_of, snapshot
from tests.samples import sample
from workflows.engine import work
from workflows.recount import recount


class Court:
    """A case and what happens to it, by the verbs that people use."""

    def __init__(self, drive: Driver, case: CaseFile):
        self.drive, self.case, self.now = drive, case, datetime(2027, 1, 4, 10, tzinfo=UTC)

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def goes_on(self, act: tuple[Any, ...]) -> None:
        """Do it, if the rules allow it, and look at every date afterwards."""
        name, *given = act
        before = answered(self.case)
        with time_machine.travel(self.now, tick=False):
            try:
                with transaction.atomic():
                    getattr(self, name)(*given)
            except RuleBroken:
                holidays_stale()
                return
        self.now += timedelta(seconds=1)
        with time_machine.travel(self.now, tick=False):
            positions = {each.pk: each.position for each in every(self.case)}
            assert {key: positions[key] for key in before} == before
            check(Facts(self.case, self.today))
            changes_nothing_again(self)

    def act(self, verb: Callable[..., Any], role: Role = Role.WITNESS_CARE, **given: Any) -> None:
        by = self.drive.cast.working(role)
        work.act_on_case(case=self.case, by=by, roles=(role,), at=self.now, verb=verb, **given)

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)

    def lists(self, kind: str, days: int) -> None:
        court = COURTS.get(Hearing.Kind(kind), "crown")
        on = self.today + timedelta(days=days)
        self.act(hearing_list, kind=kind, on=on, court=court, sits_confirmed=True)

    def turns(self, kind: str, key: str, days: int) -> None:
        """List a hearing anew, or vacate it."""
        hearing = Hearing.objects.filter(case_file=self.case, kind=kind, position="listed").first()
        if hearing is None:
            return
        given: dict[str, Any] = {"reason": "The court has no judge"}
        if key == "relist":
            given |= {"on": self.today + timedelta(days=days), "sits_confirmed": True}
        by = self.drive.cast.witness_care
        work.turn(record=hearing, by=by, at=self.now, key=key, arguments=given)

    def suspect(self, index: int):
        return self.case.suspects.order_by("reference")[index]

    def pleads(self, index: int, plea: str, court: str, ago: int) -> None:
        on = self.today - timedelta(days=ago)
        some = plea == "some"
        given = {"plea": "not_guilty" if some else plea, "guilty_to_some": some, "court": court}
        self.act(plea_record, suspect=self.suspect(index), entered_on=on, **given)

    def verdict(self, index: int, verdict: str) -> None:
        self.act(verdict_record, suspect=self.suspect(index), verdict=verdict, on=self.today)

    def sentence(self, index: int) -> None:
        self.act(sentence_record, suspect=self.suspect(index), sentence="Nine years", on=self.today)

    def custody(self, index: int, stage: str, ago: int) -> None:
        since = self.today - timedelta(days=ago)
        given = {"suspect": self.suspect(index), "held_from": since, "stage": stage}
        self.act(custody_limit_open, Role.PROSECUTOR, **given)

    def remand(self) -> None:
        limit = CustodyTimeLimit.objects.filter(case_file=self.case, position="bailed").first()
        if limit:
            by, given = self.drive.cast.prosecutor, {"held_from": self.today}
            work.turn(record=limit, by=by, at=self.now, key="remand", arguments=given)

    def ends(self, step: tuple[str, str], which: int) -> None:
        kind, outcome = step
        found = list(Obligation.objects.open().filter(case_file=self.case, kind=kind).order_by("pk"))
        if not found:
            return
        owed = found[which % len(found)]
        task = Task.objects.get(pk=owed.task)
        form = task.flow_task.outcomes[outcome].form(
            sample(kind, outcome, self.today), record=task.process.caseprocess.record
        )
        if form.is_valid():
            by = task.owner or self.drive.cast.working(owed.role)
            work.complete(task=task, by=by, at=self.now, outcome=outcome, arguments=form.arguments())

    def directs(self, which: int, days: int) -> None:
        """Another date for one of the dates that a rule gave."""
        found = [
            (owed, clock)
            for owed in Obligation.objects.open().filter(case_file=self.case).order_by("pk")
            for clock in owed.clocks
            if is_directable(date_counted(owed, clock)) and owed.route != "victim_contacts"
        ]
        if not found:
            return
        owed, clock = found[which % len(found)]
        self.act(
            date_direct,
            Role.WITNESS_CARE if owed.turn == Side.POLICE else Role.PROSECUTOR,
            record=record_of(owed),
            clock=clock,
            former=date.fromisoformat(owed.clocks[clock]),
            to=self.today + timedelta(days=days),
            kind="directed",
            decided_on=self.today,
            reason="By the judge",
        )

    def holiday(self, days: int) -> None:
        """A bank holiday is proclaimed, or taken out again."""
        on = self.today + timedelta(days=days)
        kind = "removed" if on in bank_holidays() else "added"
        by = Actor(self.drive.cast.administrator, Role.ADMINISTRATOR, self.drive.cast.force)
        change = bank_holiday_change(day=on, kind=kind, source="Proclamation", by=by, at=self.now)
        recount(change=change, at=self.now)
        self.act(anchors_call)


def changes_nothing_again(court: Court) -> None:
    by = court.drive.actor(court.case, Role.WITNESS_CARE)
    before, events = snapshot(court.case), court.case.events.count()
    with records_noted() as noted, transaction.atomic():
        anchors_call(case=court.case, by=by, at=court.now)
    assert (noted.made, list(noted.moved.values())) == (set(), [])
    assert court.case.events.count() == events
    assert snapshot(court.case) == before
