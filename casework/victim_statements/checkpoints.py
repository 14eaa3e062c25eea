"""When a victim is offered an updated statement: after charge, and twice before the trial.

Joint thematic inspection, phase two (2022), recommendation 9: the opportunity at the
earliest time, with an update nearer the trial.
"""

from __future__ import annotations

from datetime import date, datetime

from casework.casefiles.models import CaseFile
from casework.deadlines.rules import due_on
from casework.obligations.services import obligation_move
from casework.victim_statements.models import VpsCheckpoint

Kind = VpsCheckpoint.Kind
BEFORE_TRIAL = {Kind.TRIAL_FIRST: "VPS_BEFORE_TRIAL_FIRST", Kind.TRIAL_LAST: "VPS_BEFORE_TRIAL_LAST"}


def vps_checkpoint_set_at_charge(*, case: CaseFile, charged_on: date, at: datetime) -> None:
    """Set the checkpoint after the first charge, for every victim. A second charge changes nothing."""
    due = due_on("VPS_AFTER_CHARGE", charged_on)
    for victim in case.victims.all():
        VpsCheckpoint.objects.get_or_create(
            victim=victim,
            kind=Kind.CHARGE,
            defaults={"case_file": case, "due_on": due, "opened_at": at, "moved_at": at},
        )


def vps_checkpoints_anchor(*, case: CaseFile, trial_on: date, at: datetime) -> None:
    """Set the checkpoints before the trial, or move those still to be offered when the trial is relisted.

    One that has been answered is opened no more: a further offer is the next one's.
    """
    for victim in case.victims.all():
        for kind, rule in BEFORE_TRIAL.items():
            due = due_on(rule, trial_on)
            checkpoint, created = VpsCheckpoint.objects.get_or_create(
                victim=victim,
                kind=kind,
                defaults={"case_file": case, "due_on": due, "opened_at": at, "moved_at": at},
            )
            if not created and checkpoint.position == VpsCheckpoint.Position.OFFER:
                VpsCheckpoint.objects.filter(pk=checkpoint.pk).update(due_on=due)
                obligation_move(subject=checkpoint.pk, due_on=due, at=at)
