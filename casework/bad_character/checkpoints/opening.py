"""The checkpoints of bad character: at early advice given, at charge, and before the PTPH.

Joint thematic inspection, phase two (2022), recommendation 8: considered in all cases and progressed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from casework.access.policy import Actor
from casework.bad_character.checkpoints.models import BadCharacterCheckpoint
from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles.models import CaseFile, Suspect
from casework.deadlines.counted import Counted
from casework.hearings.models import Hearing
from casework.hearings.selectors import hearing_listed
from casework.routes.made import record_made
from casework.routes.services import record_date_move

Kind = BadCharacterCheckpoint.Kind
MOVED = "The PTPH was listed for another day"


def bad_character_checkpoint_at_advice(*, case: CaseFile, at: datetime) -> None:
    """Early advice was given: the decision on each suspect is to be confirmed. Up to three queries."""
    _open(_decided(case), Kind.EARLY_ADVICE, timezone.localdate(at), at)


def bad_character_checkpoint_at_charge(*, suspect: Suspect, charged_on: date, at: datetime) -> None:
    """The suspect was charged: the decision on them is to be confirmed. Up to three queries."""
    decided = [each for each in _decided(suspect.case_file) if each.suspect_id == suspect.pk]
    _open(decided, Kind.CHARGE, charged_on, at)


def bad_character_checkpoint_before_ptph(*, case: CaseFile, by: Actor, at: datetime) -> None:
    """The decision on each who is charged is confirmed before the PTPH, on whichever day it is listed.

    Up to four queries, and those of what moves.
    """
    ptph = hearing_listed(case, Hearing.Kind.PTPH)
    if ptph is None:
        return
    _open([each for each in _decided(case) if each.suspect.charged_on], Kind.PTPH, ptph.on, at)
    waiting = BadCharacterCheckpoint.objects.filter(
        case_file=case, kind=Kind.PTPH, position=BadCharacterCheckpoint.Position.CONFIRM, withdrawn_at=None
    )
    for checkpoint in waiting.exclude(since=ptph.on).select_related("consideration__suspect"):
        checkpoint.case_file = case
        _move(checkpoint, ptph.on, by, at)


def _move(checkpoint: BadCharacterCheckpoint, since: date, by: Actor, at: datetime) -> None:
    checkpoint.since = since
    checkpoint.save(update_fields=["since"])
    to = Counted(checkpoint.rule, since).due_on
    record_date_move(record=checkpoint, field="due_on", to=to, by=by, at=at, reason=MOVED)


def _decided(case: CaseFile) -> list[BadCharacterConsideration]:
    """Where a prosecutor has decided: before, the decision itself is still to come. One query."""
    decided = BadCharacterConsideration.objects.filter(
        case_file=case, position__in=BadCharacterConsideration.DECIDED, withdrawn_at=None
    )
    return list(decided.select_related("suspect"))


def _open(decided: Iterable[BadCharacterConsideration], kind: Kind, since: date, at: datetime) -> None:
    """One of each kind for each of them, once and for all: nobody is asked twice of one moment."""
    had = BadCharacterCheckpoint.objects.filter(consideration__in=list(decided), kind=kind)
    asked = set(had.values_list("consideration_id", flat=True))
    wanted = [_checkpoint(each, kind, since, at) for each in decided if each.pk not in asked]
    if wanted:
        BadCharacterCheckpoint.objects.bulk_create(wanted)
        record_made("bad_character_checkpoint")


def _checkpoint(
    consideration: BadCharacterConsideration, kind: Kind, since: date, at: datetime
) -> BadCharacterCheckpoint:
    checkpoint = BadCharacterCheckpoint(
        case_file_id=consideration.case_file_id,
        consideration=consideration,
        kind=kind,
        since=since,
        prosecutor_id=consideration.prosecutor_id,
        opened_at=at,
        moved_at=at,
    )
    checkpoint.due_on = Counted(checkpoint.rule, since).due_on
    return checkpoint
