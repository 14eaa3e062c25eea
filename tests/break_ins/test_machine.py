"""Anybody does anything to a restricted case, in any order: every opening has a review that falls due."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.http import Http404
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
from viewflow.workflow.models import Task

from casework.access.bars import BARRING_ROLES, bar_lift, bars_of
from casework.access.models import CaseBar
from casework.access.policy import actor_on, get_case_for
from casework.access.restrictions import (
    RESTRICTING_ROLES,
    admissions_of,
    case_admit,
    case_open_again,
    restriction_of,
)
from casework.break_ins.models import BreakIn
from casework.casefiles.models import CaseFile
from casework.deadlines.rules import due_on
from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from casework.obligations.urgency import Urgency
from casework.people.models import User
from casework.people.roles import Role
from tests.break_ins.opening import REASON
from tests.cast import ADVISED, Driver, make_cast, person
from workflows.engine import work

# A Monday without a bank holiday near.
BEGINS = datetime.fromisoformat("2027-02-01T10:00+00:00")
NAMES = (
    *("investigator", "investigator2", "supervisor", "supervisor2", "gatekeeper"),
    *("prosecutor", "manager", "auditor", "outsider"),
)
OPENERS = st.sampled_from(("investigator2", "supervisor2", "gatekeeper", "prosecutor"))
PEOPLE, LEADS = st.sampled_from(NAMES), st.sampled_from(("supervisor", "supervisor2", "manager"))
WAITS = st.sampled_from((timedelta(minutes=59), timedelta(minutes=60), timedelta(days=1), timedelta(days=4)))
OPEN = (BreakIn.Position.REVIEW, BreakIn.Position.REVIEW_CPS)


class EmergencyMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        # Neither of Hypothesis's nor Django's test cases undoes an example: this does.
        self.undone_at_the_end = transaction.atomic()
        self.undone_at_the_end.__enter__()
        self.clock = time_machine.travel(BEGINS, tick=False)
        self.traveller = self.clock.start()
        self.cast = make_cast()
        second = person("supervisor2", Role.SUPERVISOR, self.cast.force, self.cast.unit)
        self.people = {name: getattr(self.cast, name, second) for name in NAMES}
        drive = Driver(self.cast)
        self.case = drive.case()
        drive.do(self.case, *ADVISED)
        self.lead("supervisor", work.restrict, RESTRICTING_ROLES, people=[])
        assert restriction_of(self.case)

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.undone_at_the_end.__exit__(None, None, None)

    def anew(self, name: str) -> User:
        return User.objects.get(pk=self.people[name].pk)

    def attempt(self, act) -> None:
        """Do it, or be refused: what holds after each step is looked at all the same."""
        with suppress(RuleBroken), transaction.atomic():
            act()

    def lead(self, by: str, verb, roles, **about) -> None:
        what = {"case": self.case, "by": self.anew(by), "at": timezone.now(), "reason": "So", **about}
        self.attempt(lambda: work.act_on_case(verb=verb, roles=roles, **what))

    @rule(who=OPENERS | PEOPLE)
    @precondition(lambda self: restriction_of(self.case))
    def somebody_opens_it(self, who) -> None:
        by, at = self.anew(who), timezone.now()
        self.attempt(lambda: work.break_in(urn=self.case.urn, by=by, reason=REASON, at=at))

    @rule(who=LEADS | OPENERS, outcome=st.sampled_from(("justify", "condemn")), data=st.data())
    @precondition(lambda self: self.owed())
    def somebody_reviews(self, who, outcome, data) -> None:
        task, by, at = self.drawn(data), self.anew(who), timezone.now()
        done = {"outcome": outcome, "arguments": {"found": "Control confirms it"}}
        self.attempt(lambda: work.complete(task=task, by=by, at=at, **done))

    @rule(who=LEADS, data=st.data())
    @precondition(lambda self: self.owed())
    def a_lead_holds_claims_or_withdraws_a_review(self, who, data) -> None:
        task, by, at = self.drawn(data), self.anew(who), timezone.now()
        until = timezone.localdate() + timedelta(days=30)
        for verb, about in (
            (work.hold, {"until": until, "reason": "Ill"}),
            (work.claim, {}),
            (work.cancel, {"reason": "Not wanted"}),
        ):
            self.attempt(lambda verb=verb, about=about: verb(task=task, by=by, at=at, **about))

    @rule(by=LEADS, who=PEOPLE)
    def somebody_is_put_on_the_list_or_taken_off(self, by, who) -> None:
        listed = admissions_of(self.case).filter(person=self.people[who]).first()
        if listed:
            self.lead(by, work.take_off, RESTRICTING_ROLES, admission=listed)
        else:
            self.lead(by, case_admit, RESTRICTING_ROLES, person=self.people[who])

    @rule(by=LEADS)
    def the_case_is_restricted_or_open_again(self, by) -> None:
        if restriction_of(self.case):
            self.lead(by, case_open_again, RESTRICTING_ROLES)
        else:
            self.lead(by, work.restrict, RESTRICTING_ROLES, people=[])

    @rule(by=LEADS, who=PEOPLE)
    def somebody_is_barred_or_no_longer(self, by, who) -> None:
        bar = bars_of(self.case).filter(person=self.people[who]).first()
        if bar:
            self.lead(by, bar_lift, BARRING_ROLES, bar=bar)
        else:
            self.lead(by, work.bar, BARRING_ROLES, person=self.people[who], kind="relative")

    @rule(wait=WAITS)
    def time_passes(self, wait) -> None:
        self.traveller.shift(wait)

    def owed(self) -> list[Obligation]:
        reviews = Obligation.objects.open().filter(case_file=self.case, route=BreakIn.route)
        return list(reviews.order_by("pk"))

    def drawn(self, data) -> Task:
        return Task.objects.get(pk=data.draw(st.sampled_from(self.owed())).task)

    @invariant()
    def every_opening_is_reviewed_or_its_review_is_owed_by_its_day(self) -> None:
        today = timezone.localdate()
        urgent = Obligation.objects.open().with_urgency(today)
        for made in BreakIn.objects.all():
            owed = list(urgent.filter(subject=made.pk))
            assert len(owed) == (made.position in OPEN)
            for each in owed:
                assert each.due_on == due_on("BREAK_IN_REVIEW", timezone.localdate(made.opened_at))
                late = each.urgency in (Urgency.OVERDUE, Urgency.CRITICAL)
                assert late == (today > each.due_on)

    @invariant()
    def nobody_reviewed_their_own(self) -> None:
        for made in BreakIn.objects.exclude(reviewed_by=None):
            assert made.reviewed_by_id != made.person_id
            assert made.found

    @invariant()
    def it_is_read_by_who_opened_it_until_its_end_and_by_nobody_who_is_barred(self) -> None:
        for name in NAMES:
            user = self.anew(name)
            seen = CaseFile.objects.visible_to(user).filter(pk=self.case.pk).exists()
            running = BreakIn.objects.running(timezone.now()).filter(person=user, case_file=self.case)
            barred = CaseBar.objects.in_force().filter(person=user, case_file=self.case).exists()
            assert self.reads(user) == (not barred and (seen or running.exists())), name
            if not seen:
                assert actor_on(self.case, user, list(Role)) is None

    def reads(self, user: User) -> bool:
        try:
            get_case_for(user, self.case.urn)
        except Http404:
            return False
        return True


@pytest.mark.django_db
@pytest.mark.queue_differs
def test_no_opening_ends_without_a_review_that_falls_due():
    steps = settings(
        max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(EmergencyMachine, settings=steps)
