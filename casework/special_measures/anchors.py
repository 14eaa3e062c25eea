"""When the application for special measures is due: counted from the plea of not guilty before a trial."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.deadlines.counted import Counted
from casework.hearings.models import Court, Plea
from casework.hearings.selectors import is_trial_ahead, pleas_standing
from casework.routes.facts import facts_reinstate, facts_withdraw
from casework.routes.made import record_made
from casework.routes.services import record_date_move
from casework.rows import row_update
from casework.special_measures.models import SpecialMeasures, SpecialMeasuresApplication
from casework.special_measures.section_28.models import Section28

NO_TRIAL = "Every defendant has pleaded guilty or has a verdict"
# Criminal Procedure Rules 2025, rule 18.3: by the court of the plea.
RULES = {Court.MAGISTRATES: "SPECIAL_MEASURES_MAGISTRATES", Court.CROWN: "SPECIAL_MEASURES_CROWN"}


def special_measures_anchor(*, case: CaseFile, by: Actor, at: datetime) -> None:
    """Open the application of each victim who wants a measure that is not applied for, or move its date.

    It is counted from the plea of not guilty by which it is due first. Without such a plea nothing is
    opened, and what is open stays, until every defendant has pleaded guilty or has a verdict: then it is no
    longer wanted, whatever was done of it. Seven queries, and up to five for each that is opened or moves.
    """
    pleas = pleas_standing(case)
    is_ahead, counted = is_trial_ahead(case, pleas), _first_due(pleas.values())
    _with_the_trial(case, is_ahead, by, at)
    if counted is None or not is_ahead:
        return
    assessments = SpecialMeasures.objects.filter(
        case_file=case, position=SpecialMeasures.Position.WANTED, withdrawn_at=None
    )
    for assessment in assessments.select_related("victim").prefetch_related(
        "victim__special_measures_applications"
    ):
        _anchor(assessment, counted, case=case, by=by, at=at)


def _first_due(pleas: Iterable[Plea]) -> Counted | None:
    """The earliest date of those that the pleas of not guilty give; None without one."""
    denied = [plea for plea in pleas if plea.plea == Plea.Choice.NOT_GUILTY]
    dates = [Counted(RULES[Court(plea.court)], plea.entered_on) for plea in denied]
    return min(dates, key=lambda counted: counted.due_on, default=None)


def _with_the_trial(case: CaseFile, is_ahead: bool, by: Actor, at: datetime) -> None:
    """Withdraw what is open of applications and of section 28 without a trial; it comes back with one."""
    for model in (SpecialMeasuresApplication, Section28):
        for record in model.objects.filter(case_file=case).select_related("victim"):
            record.case_file = case
            if is_ahead and record.comes_back:
                facts_reinstate(record, by=by, at=at)
            elif not is_ahead and record.owed_by:
                facts_withdraw(record, by=by, at=at, reason=NO_TRIAL)


def _anchor(
    assessment: SpecialMeasures, counted: Counted, *, case: CaseFile, by: Actor, at: datetime
) -> None:
    made = list(assessment.victim.special_measures_applications.all())
    open_one = next((each for each in made if each.waits), None)
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
