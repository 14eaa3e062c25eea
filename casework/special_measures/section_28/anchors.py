"""Section 28 begins once the case is sent, and moves with its hearings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.routes.made import record_made
from casework.routes.services import record_date_move
from casework.rows import row_update
from casework.special_measures.models import SpecialMeasures
from casework.special_measures.section_28.dates import (
    Dated,
    day_of,
    days_listed,
    reckonings_of,
    section_28_dates,
)
from casework.special_measures.section_28.models import Section28

MOVED = "The hearing on which it depends has been listed or has moved"


def section_28_anchor(*, case: CaseFile, by: Actor, at: datetime) -> None:
    """Open section 28 for each victim who wants it, or move the dates of what is open.

    Nothing is opened before the case is sent or first listed; what has ended stays so until the victim is
    asked again. Four queries, and up to six for each that is opened or of which dates move.
    """
    dates = section_28_dates(days_listed(case))
    if not dates:
        return
    assessments = SpecialMeasures.objects.filter(case_file=case, withdrawn_at=None).select_related("victim")
    for assessment in assessments.prefetch_related("victim__section_28s"):
        latest = max(assessment.victim.section_28s.all(), key=lambda each: each.round, default=None)
        if latest and latest.withdrawn_at is None and not latest.is_over:
            latest.case_file = case
            _move(latest, dates, by=by, at=at)
        elif assessment.wants_section_28 and (latest is None or _is_asked_again(latest, assessment)):
            _open(assessment, dates, latest.round + 1 if latest else 1, case=case, at=at)


def _is_asked_again(latest: Section28, assessment: SpecialMeasures) -> bool:
    ended = latest.position == Section28.Position.ENDED
    return ended and latest.assessment_round < assessment.round


def _open(
    assessment: SpecialMeasures, dates: Mapping[str, Dated], round: int, *, case: CaseFile, at: datetime
) -> None:
    Section28.objects.create(
        case_file=case,
        victim=assessment.victim,
        round=round,
        assessment_round=assessment.round,
        reckonings=reckonings_of(dates),
        opened_at=at,
        moved_at=at,
        **{field: day_of(dated) for field, dated in dates.items()},
    )
    record_made("section_28")


def _move(record: Section28, dates: Mapping[str, Dated], *, by: Actor, at: datetime) -> None:
    """The reply is counted from the service, which no hearing moves."""
    former = record.reckonings
    kept = {field: each for field, each in former.items() if field not in dates}
    record.reckonings = {**kept, **reckonings_of(dates)}
    if record.reckonings != former:
        row_update(Section28, {"id": record.pk}, {"reckonings": record.reckonings})
    moved = [
        field
        for field, dated in dates.items()
        if (former.get(field), getattr(record, field)) != (record.reckonings.get(field), day_of(dated))
    ]
    for field in moved:
        record_date_move(record=record, field=field, to=day_of(dates[field]), by=by, at=at, reason=MOVED)
