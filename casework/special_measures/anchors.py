"""When the application for special measures is due: counted from the plea of not guilty."""

from __future__ import annotations

from datetime import datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.deadlines.counted import Counted
from casework.hearings.models import Court, Plea
from casework.hearings.selectors import pleas_standing
from casework.routes.made import record_made
from casework.routes.services import record_date_move
from casework.rows import row_update
from casework.special_measures.models import SpecialMeasures, SpecialMeasuresApplication

# Criminal Procedure Rules 2025, rule 18.3: by the court of the plea.
RULES = {Court.MAGISTRATES: "SPECIAL_MEASURES_MAGISTRATES", Court.CROWN: "SPECIAL_MEASURES_CROWN"}


def special_measures_anchor(*, case: CaseFile, by: Actor, at: datetime) -> None:
    """Open the application of each victim who wants a measure that is not applied for, or move its date.

    It is counted from the plea of not guilty by which it is due first. Without such a plea nothing is
    opened, and what is open stays. Three queries, and up to five for each that is opened or moves.
    """
    counted = first_due(case)
    if counted is None:
        return
    assessments = SpecialMeasures.objects.filter(
        case_file=case, position=SpecialMeasures.Position.WANTED, withdrawn_at=None
    )
    for assessment in assessments.select_related("victim").prefetch_related(
        "victim__special_measures_applications"
    ):
        _anchor(assessment, counted, case=case, by=by, at=at)


def first_due(case: CaseFile) -> Counted | None:
    """The earliest date of those that the standing pleas of not guilty give; None without one."""
    pleas = [plea for plea in pleas_standing(case).values() if plea.plea == Plea.Choice.NOT_GUILTY]
    dates = [Counted(RULES[Court(plea.court)], plea.entered_on) for plea in pleas]
    return min(dates, key=lambda counted: counted.due_on, default=None)


def _anchor(
    assessment: SpecialMeasures, counted: Counted, *, case: CaseFile, by: Actor, at: datetime
) -> None:
    made = list(assessment.victim.special_measures_applications.all())
    open_one = next((each for each in made if each.position == each.Position.APPLY), None)
    if open_one:
        open_one.case_file = case
        _move(open_one, counted, by=by, at=at)
    elif assessment.outstanding:
        _open(assessment, counted, len(made) + 1, case=case, at=at)


def _open(assessment: SpecialMeasures, counted: Counted, round: int, *, case: CaseFile, at: datetime) -> None:
    SpecialMeasuresApplication.objects.create(
        case_file=case,
        victim=assessment.victim,
        round=round,
        assessment_round=assessment.round,
        rule=counted.code,
        plea_on=counted.since,
        due_on=counted.due_on,
        opened_at=at,
        moved_at=at,
    )
    record_made("special_measures_application")


def _move(record: SpecialMeasuresApplication, counted: Counted, *, by: Actor, at: datetime) -> None:
    if record.counted("due_on") == counted:
        return
    record.rule, record.plea_on = counted.code, counted.since
    row_update(
        SpecialMeasuresApplication, {"id": record.pk}, {"rule": counted.code, "plea_on": counted.since}
    )
    reason = "The plea of not guilty from which it is counted has changed"
    record_date_move(record=record, field="due_on", to=counted.due_on, by=by, at=at, reason=reason)
