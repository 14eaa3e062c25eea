"""Whatever happens at court, each open date is the one that the facts give, counted from scratch."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from viewflow.workflow.models import Task

from casework.access.policy import Actor
from casework.bad_character.checkpoints.models import BadCharacterCheckpoint
from casework.bad_character.models import BadCharacterConsideration
from casework.bad_character.notices.models import BadCharacterNotice
from casework.bank_holidays.services import bank_holiday_change
from casework.casefiles.models import CaseFile
from casework.court_timetable.models import CourtStage
from casework.custody_limits.models import CustodyPeriod, CustodyTimeLimit
from casework.custody_limits.services import custody_limit_open
from casework.deadlines.holidays import bank_holidays, holidays_stale
from casework.deadlines.rules import due_on, versions
from casework.directions.selectors import direction_standing
from casework.directions.services import date_counted, date_direct, is_directable
from casework.errors import RuleBroken
from casework.hearings.anchors import anchors_call
from casework.hearings.defendants import plea_record, sentence_record, verdict_record
from casework.hearings.guards import COURTS
from casework.hearings.models import Hearing, Plea, Sentence, Verdict
from casework.hearings.services import hearing_list
from casework.obligations.models import Obligation
from casework.people.roles import Role, Side
from casework.routes.made import records_noted
from casework.routes.models import RouteRecord
from casework.special_measures.models import SpecialMeasures, SpecialMeasuresApplication
from casework.special_measures.section_28.models import Section28
from casework.victim_contacts.models import VictimContact
from casework.victim_statements.models import VpsCheckpoint
from tests.cast import Driver
from tests.samples import sample
from tests.special_measures.before_court import WANT
from workflows.engine import work
from workflows.models import CaseProcess
from workflows.recount import recount

pytestmark = pytest.mark.django_db

BEGAN = date(2027, 1, 4)
# How many stories a run of the suite tells; more are told by hand with EXAMPLES=1000.
FEW = 4
EXAMPLES = int(os.environ.get("EXAMPLES", FEW))
TO_COURT = (
    WANT,
    "early_advice.consider not_sought",
    *["bad_character.consider found"] * 2,
    "file_submission.prepare submit",
    "file_submission.sign_off sign_off",
    "file_submission.review accept",
    "charging_request.triage accept",
    *["bad_character.review review"] * 2,
    "bad_character.decide pursue",
    "bad_character.decide leave",
    "vps_offer.offer offer",
    "vps_offer.answer decline",
    *["charging_decision.review charge"] * 2,
)
KINDS = [kind.value for kind in Hearing.Kind]
# What ends a piece of open work, and is recorded as its answer.
STEPS = [
    ("vps_checkpoint.offer", "no_change"),
    ("vps_checkpoint.offer_again", "no_change"),
    ("special_measures_application.apply", "apply"),
    ("special_measures_application.apply", "not_needed"),
    ("special_measures_application.respond", "respond"),
    ("section_28.tell_court", "done"),
    ("section_28.serve", "done"),
    ("court_stage.serve", "serve"),
    ("bad_character_checkpoint.confirm", "stands"),
    ("custody_limit.keep", "bail"),
    ("victim_contact.tell_by_witness_care", "contact"),
    ("hearing.result", "held"),
]


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


def record_of(owed: Obligation) -> RouteRecord:
    model: Any = CaseProcess._meta.get_field(owed.kind.partition(".")[0]).related_model
    record = model.objects.get(pk=owed.subject)
    record.case_file = owed.case_file
    return record


def every(case: CaseFile) -> Iterator[RouteRecord]:
    for model in (
        VpsCheckpoint, BadCharacterCheckpoint, BadCharacterNotice, SpecialMeasuresApplication, Section28,
        CourtStage, CustodyTimeLimit, Hearing, VictimContact,
    ):  # fmt: skip
        yield from model.objects.filter(case_file=case)


def snapshot(case: CaseFile) -> dict[object, tuple[object, ...]]:
    fields = ("position", "withdrawn_at", "due_on", "expires_on", "tell_by", "serve_by", "recording_by")
    return {each.pk: tuple(getattr(each, name, None) for name in fields) for each in every(case)}


class Facts:
    """The case as the court has it, read naively."""

    def __init__(self, case: CaseFile, today: date):
        self.case, self.today = case, today
        hearings = Hearing.objects.filter(case_file=case)
        self.listed = {each.kind: each for each in hearings if each.position == "listed"}
        held = sorted((each for each in hearings if each.position == "held"), key=lambda each: each.on)
        self.standing = {each.kind: each for each in held} | self.listed
        self.sending_held = any(each.kind == "sending" for each in held)
        self.charged = [each.pk for each in case.suspects.all() if each.charged_on]
        self.pleas = self.last(Plea)
        self.verdicts = self.last(Verdict)
        self.sentences = self.last(Sentence)

    def last(self, model: Any) -> dict[object, Any]:
        found = model.objects.filter(suspect__case_file=self.case).order_by("pk")
        return {each.suspect_id: each for each in found}

    def to_be_tried(self, key: object) -> bool:
        plea, verdict = self.pleas.get(key), self.verdicts.get(key)
        judged = verdict is not None and verdict.verdict != "not_agreed"
        return plea is not None and plea.plea == "not_guilty" and not judged

    @property
    def trial_ahead(self) -> bool:
        """Whether somebody may still be tried: has not pleaded guilty, and has no verdict."""
        return any(key not in self.pleas or self.to_be_tried(key) for key in self.charged)

    @property
    def convicted_on(self) -> date | None:
        admitted = [p.entered_on for p in self.pleas.values() if p.plea == "guilty" or p.guilty_to_some]
        found = [v.on for v in self.verdicts.values() if v.verdict in ("guilty", "guilty_of_some")]
        return min(admitted + found, default=None)

    @property
    def is_over(self) -> bool:
        return all(key in self.sentences or self.acquitted(key) for key in self.charged)

    def acquitted(self, key: object) -> bool:
        plea, verdict = self.pleas.get(key), self.verdicts.get(key)
        admits = plea is not None and (plea.plea == "guilty" or plea.guilty_to_some)
        return not admits and verdict is not None and verdict.verdict == "not_guilty"

    def checkpoints(self) -> dict[str, date]:
        """By kind, when the victim is offered a statement."""
        if self.is_over:
            return {}
        wanted: dict[str, date] = {}
        if ptph := self.standing.get("ptph"):
            wanted["ptph"] = due_on("VPS_AFTER_PTPH", ptph.on)
        if trial := self.listed.get("trial"):
            wanted["trial_first"] = trial.on - timedelta(days=28)
            wanted["trial_last"] = trial.on - timedelta(days=7)
        if self.convicted_on:
            wanted["conviction"] = due_on("VPS_AFTER_CONVICTION", self.convicted_on)
            if sentence := self.listed.get("sentence"):
                wanted["sentence"] = sentence.on - timedelta(days=7)
        return wanted


def agrees(record: RouteRecord, field: str, ruled: date) -> None:
    """The date is what the rule gives from the facts, or what was directed while the rule said just that."""
    held = getattr(record, field)
    if held != ruled:
        directed = direction_standing(record.pk, field, held)
        assert directed, (record, field, held, ruled)
        assert directed.rule_said == ruled, (record, field, held, ruled, directed)


def check(facts: Facts) -> None:
    case = facts.case
    for hearing in facts.listed.values():
        agrees(hearing, "result_due_on", due_on("HEARING_RESULT", hearing.last_day))
    check_statements(facts)
    check_bad_character(facts)
    check_special_measures(facts)
    check_section_28(facts)
    check_timetable(facts)
    check_custody(facts)
    check_duties(case)
    check_work(case)


ORDER = [kind.value for kind in VpsCheckpoint.Kind]


def check_statements(facts: Facts) -> None:
    wanted = facts.checkpoints()
    every = list(VpsCheckpoint.objects.filter(case_file=facts.case).order_by("round"))
    offered = [each for each in every if each.is_offered]
    assert not (facts.is_over and offered)
    for each in offered:
        if each.kind in ("declined", "charge"):
            assert each.counted("due_on") is not None
            continue
        assert each.kind in wanted, each.kind
        agrees(each, "due_on", wanted[each.kind])
    days = [each.due_on for each in offered]
    assert len(days) == len(set(days)), [(each.kind, each.due_on) for each in offered]
    for kind, due in wanted.items():
        if due < facts.today and kind not in ("trial_last", "conviction", "sentence"):
            continue
        kept = [each for each in every if each.kind == kind and each.withdrawn_at is None]
        asked = [each for each in every if each.withdrawn_at is None and each.due_on == due]
        later = [each for each in asked if ORDER.index(each.kind) > ORDER.index(kind)]
        assert kept or later, (kind, due, [(e.kind, e.due_on, e.position, e.withdrawn_at) for e in every])


def check_bad_character(facts: Facts) -> None:
    notices = BadCharacterNotice.objects.filter(case_file=facts.case).order_by("number")
    for notice in notices:
        check_notice(notice, facts)
    for checkpoint in BadCharacterCheckpoint.objects.filter(case_file=facts.case, kind="ptph"):
        if checkpoint.owed_by and "ptph" in facts.listed:
            ptph = facts.listed["ptph"].on
            agrees(checkpoint, "due_on", due_on("BAD_CHARACTER_CHECKPOINT_PTPH", ptph))
    for consideration in BadCharacterConsideration.objects.filter(case_file=facts.case, position="pursued"):
        if facts.to_be_tried(consideration.suspect_id):
            assert any(each.withdrawn_at is None for each in consideration.notices.all())


def check_notice(notice: BadCharacterNotice, facts: Facts) -> None:
    if notice.owed_by is None:
        return
    assert facts.to_be_tried(notice.consideration.suspect_id)
    if notice.position in BadCharacterNotice.UNSERVED:
        plea = facts.pleas[notice.consideration.suspect_id]
        agrees(notice, "due_on", due_on(f"BAD_CHARACTER_NOTICE_{plea.court.upper()}", plea.entered_on))


def check_special_measures(facts: Facts) -> None:
    pleas = [plea for plea in facts.pleas.values() if plea.plea == "not_guilty"]
    dates = [due_on(f"SPECIAL_MEASURES_{plea.court.upper()}", plea.entered_on) for plea in pleas]
    for each in SpecialMeasuresApplication.objects.filter(case_file=facts.case):
        assert each.owed_by is None or facts.trial_ahead
        if each.waits and dates:
            agrees(each, "due_on", min(dates))
    for assessment in SpecialMeasures.objects.filter(case_file=facts.case, position="wanted"):
        if dates and facts.trial_ahead and assessment.outstanding:
            assert any(each.waits for each in assessment.victim.special_measures_applications.all())


def check_section_28(facts: Facts) -> None:
    sent = facts.standing.get("sending") or facts.standing.get("first_hearing")
    for each in Section28.objects.filter(case_file=facts.case):
        assert each.owed_by is None or facts.trial_ahead
        if each.owed_by is None or sent is None:
            continue
        ptph = facts.standing["ptph"].on if "ptph" in facts.standing else sent.on + timedelta(days=28)
        agrees(each, "serve_by", ptph - timedelta(days=7))
        targets = {"ground_rules": ("ground_rules_by", 98), "section_28": ("recording_by", 112)}
        for kind, (field, days) in targets.items():
            listed = facts.standing.get(kind)
            agrees(each, field, listed.on if listed else sent.on + timedelta(days=days))


def check_timetable(facts: Facts) -> None:
    sent = facts.standing.get("sending")
    if sent is None:
        return
    periods = CustodyPeriod.objects.filter(limit__case_file=facts.case).exclude(limit__ended_because="error")
    held = any(
        each.held_from <= sent.on and (each.released_on is None or each.released_on >= sent.on)
        for each in periods
    )
    wants = any(each.wants_section_28 for each in SpecialMeasures.objects.filter(case_file=facts.case))
    stages = {each.stage: each for each in CourtStage.objects.filter(case_file=facts.case)}
    if stages["stage_1"].position == "due":
        agrees(stages["stage_1"], "due_on", sent.on + timedelta(days=50 if held or wants else 70))
    if stages["ptph"].position == "due":
        ptph = facts.standing.get("ptph")
        agrees(
            stages["ptph"], "due_on", ptph.on if ptph and ptph.on > sent.on else sent.on + timedelta(days=28)
        )


def check_custody(facts: Facts) -> None:
    for limit in CustodyTimeLimit.objects.filter(case_file=facts.case, position="keep"):
        periods = list(limit.periods.order_by("held_from"))
        assert limit.stage == "crown" or not facts.sending_held
        served = sum((each.released_on - each.held_from).days for each in periods[:-1])
        last = periods[-1].held_from + timedelta(days=(182 if limit.stage == "crown" else 56) - served)
        while last.weekday() >= 5 or last in bank_holidays():
            last -= timedelta(days=1)
        assert limit.expires_on == last


def check_duties(case: CaseFile) -> None:
    owed = [each for each in VictimContact.objects.filter(case_file=case) if each.owed_by]
    apart = [(each.victim_id, each.topic, each.matter) for each in owed]
    assert len(apart) == len(set(apart))
    for each in owed:
        if each.rule:
            assert each.limit_on == due_on(each.rule, each.since_on), each


def check_work(case: CaseFile) -> None:
    """The open work has the dates of its record, and says of each how it was counted."""
    for owed in Obligation.objects.open().filter(case_file=case):
        assert owed.due_on == owed.earliest
        record = record_of(owed)
        for clock, on in owed.clocks.items():
            if clock in versions():
                continue
            held = getattr(record, clock)
            assert on == held.isoformat(), (owed.kind, clock)
            if direction_standing(record.pk, clock, held):
                continue
            assert owed.how_counted(clock) == record.counted(clock), (owed.kind, clock)
            if counted := record.counted(clock):
                assert counted.due_on == held, (owed.kind, clock, counted.words, held)


DAYS = st.integers(0, 60)
WHICH = st.integers(0, 3)
OF_COURT = st.sampled_from(["crown", "crown", "magistrates"])
AGO = st.integers(0, 9)
ACTS = st.one_of(
    st.tuples(st.just("pass_days"), st.integers(1, 20)),
    st.tuples(st.just("lists"), st.sampled_from(KINDS), DAYS),
    st.tuples(
        st.just("turns"), st.sampled_from(KINDS), st.sampled_from(["relist", "relist", "vacate"]), DAYS
    ),
    st.tuples(
        st.just("pleads"), st.integers(0, 1), st.sampled_from(["guilty", "not_guilty", "some"]), OF_COURT, AGO
    ),
    st.tuples(
        st.just("verdict"), st.integers(0, 1), st.sampled_from([each.value for each in Verdict.Choice])
    ),
    st.tuples(st.just("sentence"), st.integers(0, 1)),
    st.tuples(st.just("ends"), st.just(("hearing.result", "held")), WHICH),
    st.tuples(st.just("custody"), st.integers(0, 1), OF_COURT, AGO),
    st.tuples(st.just("remand")),
    st.tuples(st.just("ends"), st.sampled_from(STEPS), WHICH),
    st.tuples(st.just("directs"), st.integers(0, 20), st.integers(1, 60)),
    st.tuples(st.just("holiday"), DAYS),
)


@pytest.fixture
def charged(drive) -> CaseFile:
    with time_machine.travel(f"{BEGAN}T09:00:00+00:00"):
        case = drive.case(suspects=2)
        drive.do(case, *TO_COURT)
    return case


def answered(case: CaseFile) -> dict[object, str]:
    return {each.pk: each.position for each in every(case) if each.owed_by is None and not each.withdrawn_at}


def test_each_open_date_is_the_one_that_the_facts_give(drive, charged):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=EXAMPLES == FEW,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(ACTS, min_size=6, max_size=12))
    def happens(acts) -> None:
        with transaction.atomic():
            holidays_stale()
            court = Court(drive, CaseFile.objects.get(pk=charged.pk))
            for act in acts:
                court.goes_on(act)
            transaction.set_rollback(True)
        holidays_stale()

    happens()


def changes_nothing_again(court: Court) -> None:
    by = court.drive.actor(court.case, Role.WITNESS_CARE)
    before, events = snapshot(court.case), court.case.events.count()
    with records_noted() as noted, transaction.atomic():
        anchors_call(case=court.case, by=by, at=court.now)
    assert (noted.made, list(noted.moved.values())) == (set(), [])
    assert court.case.events.count() == events
    assert snapshot(court.case) == before
