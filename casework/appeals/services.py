"""Recording what becomes of a defendant's appeal, of which every victim is told.

Code of Practice for Victims of Crime 2020, right 9.
"""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.appeals.models import Appeal
from casework.casefiles.models import CaseFile, Suspect
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.hearings.defendants import guilty_on, not_before, result_record
from casework.hearings.guards import of_defendant
from casework.hearings.selectors import sentence_standing

Stage = Appeal.Stage


@in_transaction
def appeal_record(
    *,
    case: CaseFile,
    by: Actor,
    at: datetime,
    suspect: Suspect,
    stage: str,
    on: date,
    against: str = "",
    heard_on: date | None = None,
    outcome: str = "",
) -> Appeal:
    """A step of an appeal. `against` goes with the first; the others keep what the appeal is against.

    Raises RuleBroken for who is not convicted, or not sentenced where the appeal is against the sentence;
    for a second appeal while one is under way and a later step without one; for a day to come or before
    the step before, a hearing before the day on which it was listed, and a decision without what it is.
    """
    of_defendant(case, suspect, on=on, what="The date", field="on", at=at)
    before = Appeal.objects.filter(suspect=suspect).last()
    if stage == Stage.ASKED:
        _may_be_asked(suspect, before, against, on)
    else:
        against = _under_way(suspect, before).against
    if before:
        not_before(before.on, on, "step", "step before")
    step = Appeal(suspect=suspect, stage=stage, against=against, on=on, heard_on=heard_on, outcome=outcome)
    _complete(step)
    result_record(case, step, on, by, at, verb=f"appeal_{stage}")
    return step


def _may_be_asked(suspect: Suspect, before: Appeal | None, against: str, on: date) -> None:
    """Guard: there is a conviction, or a sentence, to appeal against, and no appeal under way."""
    if before and before.stage not in Appeal.AT_REST:
        raise RuleBroken(
            f"An appeal of {suspect} is under way. Record what became of it first", field="stage"
        )
    convicted_on = guilty_on(suspect)
    if convicted_on is None:
        raise RuleBroken(f"Record a guilty plea or verdict of {suspect} first", field="stage")
    not_before(convicted_on, on, "step", "plea or verdict")
    if not against:
        raise RuleBroken("Select what the appeal is against", field="against")
    if against != Appeal.Against.CONVICTION and sentence_standing(suspect) is None:
        raise RuleBroken(f"Record the sentence of {suspect} first", field="against")


def _under_way(suspect: Suspect, before: Appeal | None) -> Appeal:
    """Guard: the appeal, of which this is a later step, is not over. Its last step comes back."""
    if before is None or before.is_over:
        raise RuleBroken(f"Record first that {suspect} has asked for leave to appeal", field="stage")
    return before


def _complete(step: Appeal) -> None:
    """Guard: a listing has its day, and a decision what was decided; no other step has either."""
    if step.stage == Stage.LISTED and (step.heard_on is None or step.heard_on < step.on):
        raise RuleBroken(
            "Enter the date of the hearing: the day on which it was listed, or later", field="heard_on"
        )
    if step.stage == Stage.DECIDED and not step.outcome:
        raise RuleBroken("Enter what the court decided", field="outcome")
