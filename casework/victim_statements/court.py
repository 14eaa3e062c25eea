"""What the court has listed and recorded in a case, as far as the victim's statement hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from casework.casefiles.models import CaseFile, Suspect
from casework.errors import RuleBroken
from casework.hearings.models import Hearing, Plea, Sentence, Verdict
from casework.hearings.selectors import (
    hearings_standing,
    pleas_standing,
    sentences_standing,
    verdicts_standing,
)
from casework.pages.dates import govuk_date

Kind = Hearing.Kind


class Court(NamedTuple):
    """`convicted_on` is the first day of a guilty plea or verdict, `sentenced_on` the last of a sentence.

    `is_begun`: somebody is charged. `is_over`: every defendant has been sentenced or acquitted.
    """

    is_begun: bool = False
    is_over: bool = False
    ptph: Hearing | None = None
    trial: Hearing | None = None
    sentence: Hearing | None = None
    convicted_on: date | None = None
    sentenced_on: date | None = None

    @property
    def hearing_on(self) -> date | None:
        """The day of the next hearing at which a statement may be wanted, the trial or the sentence."""
        listed = [hearing.on for hearing in (self.trial, self.sentence) if hearing]
        return min(listed, default=None)

    @property
    def sentence_on(self) -> date | None:
        """The day of the sentence, passed or listed, of somebody who was convicted."""
        if self.convicted_on is None:
            return None
        return self.sentenced_on or (self.sentence.on if self.sentence else None)


def court_of(case: CaseFile) -> Court:
    """Five queries, whatever the number of defendants and hearings; one where nobody is charged."""
    charged = [each.pk for each in Suspect.objects.filter(case_file=case, charged_on__isnull=False)]
    if not charged:
        return Court()
    hearings = hearings_standing(case)
    pleas, verdicts, sentences = pleas_standing(case), verdicts_standing(case), sentences_standing(case)
    convicted = [plea.entered_on for plea in pleas.values() if _admits(plea)]
    convicted += [verdict.on for verdict in verdicts.values() if verdict.convicts]
    return Court(
        is_begun=True,
        is_over=all(key in sentences or _is_acquitted(pleas.get(key), verdicts.get(key)) for key in charged),
        ptph=hearings.get(Kind.PTPH),
        trial=_listed(hearings.get(Kind.TRIAL)),
        sentence=_listed(hearings.get(Kind.SENTENCE)),
        convicted_on=min(convicted, default=None),
        sentenced_on=_last(sentences.values()),
    )


def before_sentence(case: CaseFile, on: date, *, field: str | None = None) -> None:
    """Guard: a statement can be made until sentence, and its preference changed (Victims' Code, right 7).

    Raises RuleBroken for a later day, once the last defendant is sentenced. Five queries.
    """
    court = court_of(case)
    if court.is_over and court.sentenced_on and on > court.sentenced_on:
        raise RuleBroken(
            f"The date must be {govuk_date(court.sentenced_on)} or earlier: sentence was passed on that day",
            field=field,
        )


def _listed(hearing: Hearing | None) -> Hearing | None:
    return hearing if hearing and hearing.position == Hearing.Position.LISTED else None


def _admits(plea: Plea) -> bool:
    return plea.plea == Plea.Choice.GUILTY or plea.guilty_to_some


def _is_acquitted(plea: Plea | None, verdict: Verdict | None) -> bool:
    admitted = plea is not None and _admits(plea)
    return not admitted and verdict is not None and verdict.verdict == Verdict.Choice.NOT_GUILTY


def _last(sentences: Iterable[Sentence]) -> date | None:
    return max((sentence.on for sentence in sentences), default=None)
