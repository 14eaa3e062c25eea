"""A statement that is held, the offers that are still open, and what moves them at court."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.hearings.selectors import hearing_listed
from casework.obligations.models import Obligation
from casework.people.roles import Role
from casework.victim_statements.models import VpsCheckpoint
from tests.samples import day

HELD = ("vps_offer.offer offer", "vps_offer.answer want", "vps_offer.take take", "vps_offer.receive receive")
TRIAL, LATER = date(2027, 6, 14), date(2027, 7, 12)


def offers(case: CaseFile) -> dict[tuple[str, int], date]:
    """The further offers that are still to be made, by kind and round, with their dates."""
    found = VpsCheckpoint.objects.filter(case_file=case).order_by("due_on")
    return {(each.kind, each.round): each.due_on for each in found if each.is_offered}


def dates_open(case: CaseFile, kind: str) -> list[date]:
    return sorted(
        Obligation.objects.open().filter(case_file=case, kind=kind).values_list("due_on", flat=True)
    )


def actor_of(drive, case):
    return drive.actor(CaseFile.objects.get(pk=case.pk), Role.VICTIM_LIAISON)


def pleads(drive, case, plea="guilty"):
    form = {"plea": plea, "court": "crown", **day("entered_on", timezone.localdate())}
    assert drive.recorded(case, "plea", **form).status_code == 302


def relist(drive, case, kind: str, on: date) -> None:
    hearing = hearing_listed(case, kind)
    said = {"reason": "No judge", "sits_confirmed": "on", **day("on", on)}
    response = drive.turn(hearing, "relist", drive.cast.witness_care, **said)
    assert response.status_code == 302
