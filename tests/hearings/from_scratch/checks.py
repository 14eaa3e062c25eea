"""Each open date of a case against what the facts give, counted from scratch."""

from __future__ import annotations

from datetime import date, timedelta

from casework.bad_character.checkpoints.models import BadCharacterCheckpoint
from casework.bad_character.models import BadCharacterConsideration
from casework.bad_character.notices.models import BadCharacterNotice
from casework.casefiles.models import CaseFile
from casework.court_timetable.models import CourtStage
from casework.custody_limits.models import CustodyPeriod, CustodyTimeLimit
from casework.deadlines.holidays import bank_holidays
from casework.deadlines.rules import due_on, versions
from casework.directions.selectors import direction_standing
from casework.obligations.models import Obligation
from casework.routes.models import RouteRecord
from casework.special_measures.models import SpecialMeasures, SpecialMeasuresApplication
from casework.special_measures.section_28.models import Section28
from casework.victim_contacts.models import VictimContact
from casework.victim_statements.models import VpsCheckpoint
from tests.hearings.from_scratch.facts import Facts
from tests.hearings.from_scratch.records import record_of


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
