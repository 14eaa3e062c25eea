"""Dates that were agreed on in place of the rule's."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.directions.models import DateDirection
from casework.directions.services import date_direct
from casework.obligations.models import Obligation
from casework.victim_statements.models import VpsOffer

CLOCK = "VPS_TAKE"


def date_agree(case: CaseFile, *, by: Actor) -> None:
    """A victim who wants to make a statement has asked for another week. Nothing where none waits for it."""
    for work in Obligation.objects.open().filter(case_file=case, kind="vps_offer.take"):
        at = work.opened_at + timedelta(hours=1)
        former = date.fromisoformat(work.clocks[CLOCK])
        record = VpsOffer.objects.get(pk=work.subject)
        record.case_file = case
        date_direct(
            case=case,
            record=record,
            clock=CLOCK,
            former=former,
            to=former + timedelta(days=7),
            kind=DateDirection.Kind.AGREED,
            decided_on=timezone.localdate(at),
            reason="The victim is at her sister's until then, and wants to make it at home.",
            by=by,
            at=at,
        )
