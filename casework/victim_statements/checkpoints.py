"""When a victim is offered an updated statement: after charge, and twice before the trial.

Joint thematic inspection, phase two (2022), recommendation 9: the opportunity at the
earliest time, with an update nearer the trial.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Victim
from casework.deadlines.rules import due_on
from casework.hearings.selectors import trial_listed
from casework.pages.dates import govuk_date
from casework.routes.services import record_date_move
from casework.victim_statements.models import VpsCheckpoint, VpsOffer

Kind = VpsCheckpoint.Kind
FIRST_OFFER_OPEN = (VpsOffer.Position.OFFER, VpsOffer.Position.ANSWER, VpsOffer.Position.TAKE)
BEFORE_TRIAL = {Kind.TRIAL_FIRST: "VPS_BEFORE_TRIAL_FIRST", Kind.TRIAL_LAST: "VPS_BEFORE_TRIAL_LAST"}


def vps_checkpoint_set_at_charge(*, case: CaseFile, charged_on: date, at: datetime) -> None:
    """Set the checkpoint after the first charge. A second charge changes nothing.

    It is for the victims whose first offer has been answered: the others have that one still open.
    One query, and two for each of those victims.
    """
    due = due_on("VPS_AFTER_CHARGE", charged_on)
    for victim in case.victims.exclude(vps_offer__position__in=FIRST_OFFER_OPEN):
        if _latest(victim, Kind.CHARGE) is None:
            _open(victim, Kind.CHARGE, due, at)


def vps_checkpoints_anchor(*, case: CaseFile, by: Actor, at: datetime) -> None:
    """Set the checkpoints before the trial, or move those still to be offered when it is relisted.

    Where the offer before the former date has been made already, a new one is set for the new date.
    A trial so near that the first day has passed gets the last one only. One query, and up to six a
    victim while a trial is listed.
    """
    trial = trial_listed(case)
    if trial is None:
        return
    today = timezone.localdate(at)
    dates = {kind: due_on(rule, trial.on) for kind, rule in BEFORE_TRIAL.items()}
    for victim in case.victims.all():
        for kind, due in dates.items():
            latest = _latest(victim, kind)
            if latest is None and kind == Kind.TRIAL_FIRST and due < today:
                continue
            if latest and latest.position == VpsCheckpoint.Position.OFFER:
                why = f"The trial is listed for {govuk_date(trial.on)}."
                record_date_move(record=latest, field="due_on", to=due, by=by, at=at, reason=why)
            elif latest is None or latest.due_on != due:
                _open(victim, kind, due, at, round=latest.round + 1 if latest else 1)


def _latest(victim: Victim, kind: Kind) -> VpsCheckpoint | None:
    found = VpsCheckpoint.objects.filter(victim=victim, kind=kind).order_by("round").last()
    if found:
        found.victim, found.case_file = victim, victim.case_file
    return found


def _open(victim: Victim, kind: Kind, due: date, at: datetime, round: int = 1) -> None:
    VpsCheckpoint.objects.create(
        case_file_id=victim.case_file_id,
        victim=victim,
        kind=kind,
        round=round,
        due_on=due,
        opened_at=at,
        moved_at=at,
    )
