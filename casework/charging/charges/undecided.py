"""No offence of a case is left without a decision on it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from casework.casefiles.models import Offence
from casework.charging.charges.models import ChargeDecision
from casework.charging.charges.services import Considered
from casework.charging.models import ChargingDecision
from casework.errors import RuleBroken

Position = ChargingDecision.Position
# Where a suspect may still be decided on. A finalised one may be taken up again.
UNDECIDED = (Position.REVIEW, Position.PLAN_REVIEW, Position.WAITING, Position.FINALISED)


def offences_decided(record: ChargingDecision, charges: list[Considered]) -> None:
    """Guard: the last suspect to be decided on leaves no offence that was decided for nobody.

    Raises RuleBroken for the first such offence. Three queries, or one where all are considered.
    """
    considered = [each.offence.pk for each in charges]
    left_out = list(Offence.objects.filter(case_file=record.case_file_id).exclude(pk__in=considered))
    others = ChargingDecision.objects.filter(case_file=record.case_file_id).exclude(pk=record.pk)
    if not left_out or others.filter(position__in=UNDECIDED).exists():
        return
    stands = ChargeDecision.objects.filter(decision__in=others, round=F("decision__round"))
    decided = set(stands.values_list("offence", flat=True))
    for offence in left_out:
        if offence.pk not in decided:
            raise RuleBroken(
                f"Decide on {offence.reference}: no other suspect is, or is still to be, decided on for it",
                field=f"evidential_{offence.reference}",
            )


def offences_undecided_words(decisions: list[ChargingDecision], offences: Iterable[Offence]) -> str:
    """The warning that every suspect is decided on, and an offence for nobody; it was added later.

    Reads what was decided of each offence. No query where that is loaded.
    """
    if not decisions or any(each.position in UNDECIDED for each in decisions):
        return ""
    decided = {charge.offence_id for each in decisions for charge in each.considered}
    left = [each.reference for each in offences if each.pk not in decided]
    return f"No charging decision has been made on {', '.join(left)}" if left else ""
