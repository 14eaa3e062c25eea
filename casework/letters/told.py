"""Dates that a letter has told a victim, and that a change of the bank holidays gives another day.

The letter stays as it is: a person decides what the victim is told of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.deadlines.counted import Counted
from casework.deadlines.holidays import holidays_supposed
from casework.events.models import Event
from casework.events.services import event_record
from casework.letters.models import Letter, LetterVersion
from casework.pages.dates import govuk_date

# Of the dates in letters the one that is counted in working days.
RULE = "VRR_WINDOW"
# Longer than that period is, however many days off lie in it.
AT_MOST = timedelta(days=60)
VERB = "told_date_moved"


class Told(NamedTuple):
    """A letter, checked or to be checked, whose version says one day where another is right now."""

    version: LetterVersion
    was: date
    to: date


def letters_told(*, changed: date, before: frozenset[date], now: frozenset[date]) -> Iterator[Told]:
    """The letters whose date moves when one set of bank holidays takes the place of another. Two queries."""
    letters = Letter.objects.filter(withdrawn_at=None).exclude(position=Letter.Position.DRAFT)
    near = letters.filter(versions__dated_on__range=(changed - AT_MOST, changed)).distinct()
    for letter in near.select_related("victim", "decision__suspect").prefetch_related("versions"):
        version = letter.current
        if version is None:
            continue
        version.letter = letter
        counted = Counted(RULE, version.dated_on)
        was, to = _day(counted, before), _day(counted, now)
        if was != to and _tells(version, was):
            yield Told(version, was, to)


def letter_date_moved(*, told: Told, case: CaseFile, by: Actor, at: datetime, reason: str) -> None:
    """Say on the case that the victim was told another date. Said once. Two queries."""
    letter = told.version.letter
    words = (
        f"{letter.about}: the letter of {govuk_date(told.version.dated_on)} says {govuk_date(told.was)}, "
        f"and it is {govuk_date(told.to)} now. {reason}"
    )
    said = Event.objects.filter(case_file=case, subject=letter.pk, verb=VERB, reason=words)
    if not said.exists():
        event_record(case=case, by=by, at=at, route=Letter.route, verb=VERB, subject=letter.pk, reason=words)


def _day(counted: Counted, days: frozenset[date]) -> date:
    with holidays_supposed(days):
        return counted.due_on


def _tells(version: LetterVersion, day: date) -> bool:
    return any(govuk_date(day) in part["words"] for part in version.parts)
