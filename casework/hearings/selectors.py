"""The facts of a case before the court, for its pages and for what hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from casework.casefiles.models import CaseFile, Suspect
from casework.hearings.models import Hearing, OfDefendant, Plea, Sentence, Verdict

Recorded = TypeVar("Recorded", bound=OfDefendant)
Position = Hearing.Position


def hearing_listed(case: CaseFile, kind: str) -> Hearing | None:
    """The hearing of this kind that is listed and whose result is not recorded yet, or None. One query."""
    return Hearing.objects.filter(case_file=case, kind=kind, position=Position.LISTED).first()


def trial_listed(case: CaseFile) -> Hearing | None:
    """The trial as it is listed now, or None. One query."""
    return hearing_listed(case, Hearing.Kind.TRIAL)


def hearings_standing(case: CaseFile) -> dict[str, Hearing]:
    """By kind, the hearing that is listed, or else the last that was held. One query for all kinds."""
    standing: dict[str, Hearing] = {}
    for hearing in Hearing.objects.filter(case_file=case).exclude(position=Position.VACATED):
        before = standing.get(hearing.kind)
        if before is None or before.position == Position.HELD:
            standing[hearing.kind] = hearing
    return standing


def plea_standing(suspect: Suspect) -> Plea | None:
    """The plea that the defendant last entered, or None. One query."""
    return Plea.objects.filter(suspect=suspect).last()


def verdict_standing(suspect: Suspect) -> Verdict | None:
    """The verdict that was last returned on the defendant, or None. One query."""
    return Verdict.objects.filter(suspect=suspect).last()


def sentence_standing(suspect: Suspect) -> Sentence | None:
    """The sentence that was last passed on the defendant, or None. One query."""
    return Sentence.objects.filter(suspect=suspect).last()


def pleas_standing(case: CaseFile) -> dict[UUID, Plea]:
    """By suspect (key) the plea that stands. One query for the case."""
    return _standing(Plea, case)


def verdicts_standing(case: CaseFile) -> dict[UUID, Verdict]:
    """By suspect (key) the verdict that stands. One query for the case."""
    return _standing(Verdict, case)


def to_be_tried(case: CaseFile) -> dict[UUID, Plea]:
    """By suspect the plea of not guilty that stands, of those on whom there is no verdict. Two queries."""
    judged = _judged(case)
    return {
        key: plea
        for key, plea in pleas_standing(case).items()
        if plea.plea == Plea.Choice.NOT_GUILTY and key not in judged
    }


def is_trial_ahead(case: CaseFile, pleas: Mapping[UUID, Plea]) -> bool:
    """Whether anybody who is charged may still be tried: no guilty plea of those standing, and no verdict.

    Two queries.
    """
    guilty = {key for key, plea in pleas.items() if plea.plea == Plea.Choice.GUILTY}
    charged = case.suspects.filter(charged_on__isnull=False).values_list("pk", flat=True)
    return bool(set(charged) - guilty - _judged(case))


def _judged(case: CaseFile) -> set[UUID]:
    """On whom there is a verdict; a jury that could not agree returned none. One query."""
    undecided = Verdict.Choice.NOT_AGREED
    return {key for key, verdict in verdicts_standing(case).items() if verdict.verdict != undecided}


def sentences_standing(case: CaseFile) -> dict[UUID, Sentence]:
    """By suspect (key) the sentence that stands. One query for the case."""
    return _standing(Sentence, case)


def _standing(model: type[Recorded], case: CaseFile) -> dict[UUID, Recorded]:
    recorded = model.objects.filter(suspect__case_file=case).select_related("suspect")  # type: ignore[attr-defined]
    return {each.suspect_id: each for each in recorded}
