"""The timetable of the court begins when the case is sent, and moves with the sending and the PTPH."""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.court_timetable.models import CourtStage
from casework.custody_limits.models import CustodyPeriod, CustodyTimeLimit
from casework.deadlines.counted import Counted
from casework.hearings.models import Hearing
from casework.hearings.selectors import hearings_standing
from casework.routes.made import record_made
from casework.routes.services import record_date_move
from casework.rows import row_update
from casework.special_measures.models import SpecialMeasures

Stage = CourtStage.Stage
# What the sending opens; each further stage is opened by the one before it.
OPENED = (Stage.PTPH, Stage.STAGE_1)
MOVED = "The hearing from which it is counted has been listed or has moved, or custody or section 28 changed"


def court_timetable_anchor(*, case: CaseFile, by: Actor, at: datetime) -> None:
    """Open the PTPH and stage 1 of a case that was sent, or move what is due of them.

    A date that the court has directed stays while the rule says what it said then. Without a sending
    nothing is opened, and what is open stays. Up to four queries, and seven for each that moves.
    """
    hearings = hearings_standing(case)
    sending, ptph = hearings.get(Hearing.Kind.SENDING), hearings.get(Hearing.Kind.PTPH)
    if sending is None:
        return
    stages = {each.stage: each for each in CourtStage.objects.filter(case_file=case, stage__in=OPENED)}
    dated = {Stage.PTPH: _ptph(sending, ptph), Stage.STAGE_1: (_stage_1_rule(case, sending.on), None)}
    for stage in OPENED:
        rule, listed = dated[stage]
        due_on = listed or Counted(rule, sending.on).due_on
        record = stages.get(stage)
        if record is None:
            _open(case, stage, rule, sending.on, due_on, at=at)
        elif record.position == CourtStage.Position.DUE:
            record.case_file = case
            _move(record, rule, sending.on, due_on, by=by, at=at)


def court_stage_open_next(
    record: CourtStage, *, served_on: date, directed_on: date | None, direction: str, at: datetime
) -> None:
    """The stage that follows, counted from the day on which this one was served, or when the court directs.

    One query; none after the PTPH and the last stage.
    """
    following = FOLLOWS.get(Stage(record.stage))
    if following is None:
        return
    rule = "" if directed_on else following.name
    due_on = directed_on or Counted(rule, served_on).due_on
    _open(record.case_file, following, rule, served_on, due_on, at=at, direction=direction)


FOLLOWS = {Stage.STAGE_1: Stage.STAGE_2, Stage.STAGE_2: Stage.STAGE_3, Stage.STAGE_3: Stage.STAGE_4}


def _ptph(sending: Hearing, ptph: Hearing | None) -> tuple[str, date | None]:
    """Once it is listed its day is the date; before, the rule gives it."""
    return ("", ptph.on) if ptph and ptph.on > sending.on else ("PTPH", None)


def _stage_1_rule(case: CaseFile, sent_on: date) -> str:
    """That of custody for a defendant who was sent in custody; section 28 keeps it, on bail too. Up to two
    queries."""
    in_custody = CustodyPeriod.objects.filter(limit__case_file=case, held_from__lte=sent_on)
    in_custody = in_custody.exclude(limit__ended_because=CustodyTimeLimit.Because.ERROR)
    held = in_custody.exclude(released_on__lt=sent_on).exists()
    wanting = SpecialMeasures.objects.filter(case_file=case, withdrawn_at=None)
    soon = held or any(each.wants_section_28 for each in wanting)
    return "STAGE_1_CUSTODY" if soon else "STAGE_1_BAIL"


def _open(
    case: CaseFile, stage: Stage, rule: str, since: date, due_on: date, *, at: datetime, direction: str = ""
) -> None:
    CourtStage.objects.create(
        case_file=case,
        stage=stage,
        rule=rule,
        since=since,
        due_on=due_on,
        direction=direction,
        opened_at=at,
        moved_at=at,
    )
    record_made("court_stage")


def _move(record: CourtStage, rule: str, since: date, due_on: date, *, by: Actor, at: datetime) -> None:
    counted_anew = (record.rule, record.since) != (rule, since)
    if counted_anew:
        record.rule, record.since = rule, since
        row_update(CourtStage, {"id": record.pk}, {"rule": rule, "since": since})
    if counted_anew or record.due_on != due_on:
        record_date_move(record=record, field="due_on", to=due_on, by=by, at=at, reason=MOVED)
