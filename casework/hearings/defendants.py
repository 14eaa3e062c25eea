"""Recording what the court recorded of a defendant: plea, verdict, sentence.

Rows are only added. A later one replaces an earlier, which stays to be read.
"""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Suspect
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.hearings.anchors import anchors_call
from casework.hearings.guards import of_defendant
from casework.hearings.models import Hearing, OfDefendant, Plea, Sentence, Verdict
from casework.hearings.selectors import plea_standing, verdict_standing
from casework.pages.dates import govuk_date


@in_transaction
def plea_record(
    *,
    case: CaseFile,
    by: Actor,
    at: datetime,
    suspect: Suspect,
    plea: str,
    guilty_to_some: bool = False,
    court: str,
    entered_on: date,
) -> Plea:
    """A plea was entered, or is put right. Raises RuleBroken for who is not charged, and for a day that is
    to come or before the charge."""
    of_defendant(case, suspect, on=entered_on, what="The date of the plea", field="entered_on", at=at)
    entered = Plea(
        suspect=suspect,
        plea=plea,
        guilty_to_some=guilty_to_some,
        court=court,
        entered_on=entered_on,
    )
    result_record(case, entered, entered_on, by, at, verb="plea_entered")
    return entered


@in_transaction
def verdict_record(
    *, case: CaseFile, by: Actor, at: datetime, suspect: Suspect, verdict: str, on: date
) -> Verdict:
    """A verdict was returned, or is put right.

    Raises RuleBroken for a defendant who has not pleaded not guilty, for who is not charged, and for a day
    that is to come or before the plea.
    """
    of_defendant(case, suspect, on=on, what="The date of the verdict", field="on", at=at)
    plea = plea_standing(suspect)
    if plea is None or plea.plea != Plea.Choice.NOT_GUILTY:
        raise RuleBroken(
            f"Record a not guilty plea of {suspect} first: a verdict follows one", field="suspect"
        )
    not_before(plea.entered_on, on, "verdict", "plea")
    returned = Verdict(suspect=suspect, verdict=verdict, on=on)
    result_record(case, returned, on, by, at, verb="verdict_returned")
    return returned


@in_transaction
def sentence_record(
    *, case: CaseFile, by: Actor, at: datetime, suspect: Suspect, on: date, sentence: str
) -> Sentence:
    """A sentence was passed, or is put right.

    Raises RuleBroken for a defendant who neither pleaded guilty, to some charge at least, nor was found
    guilty, and as above.
    """
    of_defendant(case, suspect, on=on, what="The date of the sentence", field="on", at=at)
    since = guilty_on(suspect)
    if since is None:
        raise RuleBroken(f"Record a guilty plea or verdict of {suspect} first", field="suspect")
    not_before(since, on, "sentence", "plea or verdict")
    passed = Sentence(suspect=suspect, on=on, sentence=sentence)
    result_record(case, passed, on, by, at, verb="sentence_passed")
    return passed


def guilty_on(suspect: Suspect) -> date | None:
    """On which day the defendant was first guilty of something, as it stands. Up to two queries."""
    plea = plea_standing(suspect)
    if plea and (plea.plea == Plea.Choice.GUILTY or plea.guilty_to_some):
        return plea.entered_on
    verdict = verdict_standing(suspect)
    return verdict.on if verdict and verdict.convicts else None


def not_before(earlier: date, on: date, what: str, after: str) -> None:
    """Guard: what the court did later is not dated before it. Raises RuleBroken."""
    if on < earlier:
        raise RuleBroken(
            f"The date of the {what} must be {govuk_date(earlier)}, the day of the {after}, or later",
            field="on",
        )


def result_record(case: CaseFile, row: OfDefendant, on: date, by: Actor, at: datetime, *, verb: str) -> None:
    """Keep what the court recorded, with its event, and let what hangs on it follow.

    The activity names the defendant by reference.
    """
    row.recorded_at, row.recorded_by = at, by.person
    row.save(force_insert=True)
    suspect: Suspect = row.suspect  # type: ignore[attr-defined]  # each kind has one
    words = f"{suspect}: {row}, {govuk_date(on)}."
    event_record(case=case, by=by, at=at, route=Hearing.route, verb=verb, subject=suspect.pk, reason=words)
    anchors_call(case=case, by=by, at=at)
