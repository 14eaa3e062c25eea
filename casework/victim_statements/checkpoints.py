"""When a victim is offered a statement again: after charge, with each hearing that matters, until sentence.

Joint thematic inspection, phase two (2022), recommendation 9: the opportunity at the earliest time,
with an update nearer the trial. A statement can be made until sentence (Victims' Code 2020, right 7).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Victim
from casework.database import in_transaction
from casework.deadlines.counted import Counted
from casework.routes.facts import facts_reinstate, facts_withdraw
from casework.routes.made import record_made
from casework.victim_statements.court import Court, court_of
from casework.victim_statements.dates import date_follow
from casework.victim_statements.models import VpsCheckpoint, VpsOffer
from casework.victim_statements.serving_anchor import services_anchor

Kind, Position = VpsCheckpoint.Kind, VpsCheckpoint.Position
FIRST_OFFER_OPEN = (VpsOffer.Position.OFFER, VpsOffer.Position.ANSWER, VpsOffer.Position.TAKE)
ORDER = list(Kind)
# What hangs on a hearing or a conviction, and is wanted no longer once there is none.
OF_COURT = (Kind.PTPH, Kind.TRIAL_FIRST, Kind.TRIAL_LAST, Kind.CONVICTION, Kind.SENTENCE)
# Those that are wanted however near their day is.
EVEN_LATE = (Kind.TRIAL_LAST, Kind.CONVICTION, Kind.SENTENCE)
RELISTED = "The hearing on which it hangs was listed for another day"
NOT_LISTED = "The hearing or the conviction on which it hangs no longer stands"
OVER = "Every defendant has been sentenced or acquitted"
Latest = dict[tuple[UUID, str], VpsCheckpoint]


class Wanted(NamedTuple):
    """A checkpoint that the facts call for, and since when the hearing is listed on which it hangs."""

    kind: str
    counted: Counted
    listed_at: datetime | None = None


@in_transaction
def vps_anchor(*, case: CaseFile, by: Actor, at: datetime) -> None:
    """Set the checkpoints that hang on the hearings, pleas and verdicts, and move those still to be offered.

    Where an offer has been made already for the former date, a new round is set for the new one; the
    former is kept. What hangs on a hearing that is no longer listed is withdrawn, and what the facts have
    withdrawn comes back with them. The services of the statements follow. Nine queries, and those of what
    moves; one while nobody is charged. Called again it changes nothing.
    """
    court, today = court_of(case), timezone.localdate(at)
    if not court.is_begun:
        return
    latest, wanted = _latest(case), list(_wanted(court))[::-1]
    for victim in case.victims.all():
        for each in wanted:
            _follow(victim, each, latest, by, at, today)
    for found in latest.values():
        counted = found.counted("due_on")
        if found.kind not in OF_COURT and found.comes_back and counted and not court.is_over:
            _come_back(found, counted, latest, by, at)
    _no_longer_wanted(court, latest, by, at)
    _one_a_day(latest, by, at)
    services_anchor(case=case, court=court, by=by, at=at)


def vps_checkpoint_set_at_charge(*, case: CaseFile, charged_on: date, by: Actor, at: datetime) -> None:
    """Set the checkpoint after the first charge. A second charge changes nothing.

    It is for the victims whose first offer has been answered: the others have that one still open. Two
    queries, one for each of those victims, and two for each offer that is not needed beside it.
    """
    latest, counted = _latest(case), Counted("VPS_AFTER_CHARGE", charged_on)
    for victim in case.victims.exclude(vps_offer__position__in=FIRST_OFFER_OPEN):
        if (victim.pk, Kind.CHARGE) not in latest:
            _open(victim, Kind.CHARGE, counted, at, latest)
    _one_a_day(latest, by, at)


def vps_checkpoint_set_when_declined(*, record: VpsOffer, declined_on: date, at: datetime) -> None:
    """Offer it again to a victim who declined it, by the police, who may be the only ones to see the case.

    Two queries.
    """
    latest = _latest(record.case_file)
    before = latest.get((record.victim_id, Kind.DECLINED))
    if before is None or not before.is_offered:
        counted = Counted("VPS_OFFER_AGAIN", declined_on)
        record.victim.case_file = record.case_file
        _open(record.victim, Kind.DECLINED, counted, at, latest, position=Position.OFFER_AGAIN)


def _wanted(court: Court) -> Iterator[Wanted]:
    """The checkpoints that the facts call for now, none once the case is over in court."""
    if court.is_over:
        return
    if court.ptph:
        yield Wanted(Kind.PTPH, Counted("VPS_AFTER_PTPH", court.ptph.on), court.ptph.listed_at)
    if court.trial:
        on, listed_at = court.trial.on, court.trial.listed_at
        yield Wanted(Kind.TRIAL_FIRST, Counted("VPS_BEFORE_TRIAL_FIRST", on), listed_at)
        yield Wanted(Kind.TRIAL_LAST, Counted("VPS_BEFORE_TRIAL_LAST", on), listed_at)
    if court.convicted_on:
        yield Wanted(Kind.CONVICTION, Counted("VPS_AFTER_CONVICTION", court.convicted_on))
        if court.sentence:
            on, listed_at = court.sentence.on, court.sentence.listed_at
            yield Wanted(Kind.SENTENCE, Counted("VPS_BEFORE_SENTENCE", on), listed_at)


def _follow(victim: Victim, wanted: Wanted, latest: Latest, by: Actor, at: datetime, today: date) -> None:
    found, due = latest.get((victim.pk, wanted.kind)), wanted.counted.due_on
    if found is None:
        if wanted.kind in EVEN_LATE or due >= today:
            _open(victim, wanted.kind, wanted.counted, at, latest)
    elif found.is_offered:
        date_follow(found, wanted.counted, by=by, at=at, reason=RELISTED)
    elif wanted.listed_at and _is_another(found, wanted):
        _open(victim, wanted.kind, wanted.counted, at, latest)
    elif found.comes_back and (wanted.kind in EVEN_LATE or due >= today):
        _come_back(found, wanted.counted, latest, by, at)


def _come_back(found: VpsCheckpoint, counted: Counted, latest: Latest, by: Actor, at: datetime) -> None:
    """An offer that the facts have withdrawn is wanted again, as what it gave way to has moved since."""
    due = found.due_on if found.counted("due_on") == counted else counted.due_on
    if not _is_asked_by_another(found.victim, found.kind, due, counted.since, latest):
        facts_reinstate(found, by=by, at=at)
        date_follow(found, counted, by=by, at=at, reason=RELISTED)


def _is_another(found: VpsCheckpoint, wanted: Wanted) -> bool:
    """Whether the hearing has another day than that of the offer, or is listed again since.

    The day of a conviction that is put right is no reason to ask again.
    """
    again = found.withdrawn_at and wanted.listed_at and wanted.listed_at > found.withdrawn_at
    # A date that was directed in place of the rule's is no other day of the hearing.
    other = found.due_on != wanted.counted.due_on and found.counted("due_on") != wanted.counted
    return bool(again) or other


def _latest(case: CaseFile) -> Latest:
    """The last round of each checkpoint, by victim (key) and kind. One query."""
    every = VpsCheckpoint.objects.filter(case_file=case).select_related("victim").order_by("round")
    found = {(each.victim_id, each.kind): each for each in every}
    for each in found.values():
        each.case_file = case
    return found


def _open(
    victim: Victim,
    kind: str,
    counted: Counted,
    at: datetime,
    latest: Latest,
    *,
    position: str = Position.OFFER,
) -> None:
    if _is_asked_by_another(victim, kind, counted.due_on, counted.since, latest):
        return
    before = latest.get((victim.pk, kind))
    latest[victim.pk, kind] = VpsCheckpoint.objects.create(
        case_file=victim.case_file,
        victim=victim,
        kind=kind,
        position=position,
        round=before.round + 1 if before else 1,
        due_on=counted.due_on,
        rule=counted.code,
        since=counted.since,
        opened_at=at,
        moved_at=at,
    )
    record_made("vps_checkpoint")


def _is_asked_by_another(victim: Victim, kind: str, due: date, since: date, latest: Latest) -> bool:
    """Whether a later kind of offer asks the victim on that day, or, since it was declined, before."""
    others = [
        each
        for each in latest.values()
        if (each.victim_id, each.withdrawn_at) == (victim.pk, None) and _is_later(each.kind, kind)
    ]
    if any(each.due_on == due for each in others):
        return True
    asked = [each for each in others if each.is_offered or each.due_on >= since]
    return kind == Kind.DECLINED and any(each.due_on < due for each in asked)


def _is_later(kind: str, than: str) -> bool:
    return ORDER.index(Kind(kind)) > ORDER.index(Kind(than))


def _no_longer_wanted(court: Court, latest: Latest, by: Actor, at: datetime) -> None:
    wanted = {each.kind for each in _wanted(court)}
    for found in latest.values():
        if found.is_offered and court.is_over:
            facts_withdraw(found, by=by, at=at, reason=OVER)
        elif found.is_offered and found.kind in OF_COURT and found.kind not in wanted:
            facts_withdraw(found, by=by, at=at, reason=NOT_LISTED)


def _one_a_day(latest: Latest, by: Actor, at: datetime) -> None:
    """A victim is asked once on one day: an earlier kind of offer gives way to a later one."""
    offered = [each for each in latest.values() if each.is_offered]
    for each in offered:
        for other in offered:
            if each.victim_id == other.victim_id and _gives_way(each, other):
                reason = f"The victim is asked already: {other.when}"
                facts_withdraw(each, by=by, at=at, reason=reason)
                break


def _gives_way(one: VpsCheckpoint, other: VpsCheckpoint) -> bool:
    """Whether an offer is not needed beside another: on the same day, or, after it was declined, before."""
    if not _is_later(other.kind, one.kind):
        return False
    return other.due_on == one.due_on or (one.kind == Kind.DECLINED and other.due_on < one.due_on)
