"""Cases in which bad character has come so far, and what the court records in them."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from casework.bad_character.checkpoints.models import BadCharacterCheckpoint
from casework.bad_character.models import BadCharacterConsideration
from casework.bad_character.notices.models import BadCharacterNotice
from casework.casefiles.models import CaseFile, Suspect
from casework.hearings.defendants import plea_record
from casework.people.roles import Role
from tests.cast import Driver, charged
from workflows.engine.work import act_on_case

FOUND = ("bad_character.consider found", "bad_character.review review")
PURSUED = (*FOUND, "bad_character.decide pursue")
LEFT = (*FOUND, "bad_character.decide leave")
# Another round, in which nothing further is found.
NOTHING_FURTHER = ("bad_character.consider nil", "bad_character.review review")
NIL = ("bad_character.consider nil", "bad_character.review review", "bad_character.decide leave")


def charged_case(drive: Driver, *steps: str) -> CaseFile:
    """A case whose suspect was charged two months ago, after these steps."""
    case = drive.case()
    drive.do(case, *steps)
    return charged(case, timezone.localdate() - timedelta(days=60))


def pleads(
    drive: Driver, case: CaseFile, plea: str = "not_guilty", *, on: date | None = None, court: str = "crown"
) -> None:
    act_on_case(
        case=case,
        by=drive.cast.witness_care,
        roles=(Role.WITNESS_CARE,),
        at=timezone.now(),
        verb=plea_record,
        suspect=Suspect.objects.get(case_file=case),
        plea=plea,
        court=court,
        entered_on=on or timezone.localdate(),
    )


def consideration(case: CaseFile) -> BadCharacterConsideration:
    return BadCharacterConsideration.objects.get(case_file=case)


def notices(case: CaseFile) -> list[BadCharacterNotice]:
    return list(BadCharacterNotice.objects.filter(case_file=case).order_by("number"))


def checkpoints(case: CaseFile) -> list[BadCharacterCheckpoint]:
    return list(BadCharacterCheckpoint.objects.filter(case_file=case).order_by("opened_at"))
