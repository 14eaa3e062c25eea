"""Keeping what was found of each offence, in the order of the Code for Crown Prosecutors."""

from __future__ import annotations

from typing import NamedTuple

from casework.casefiles.models import Offence
from casework.charging.charges.conditions import threshold_conditions
from casework.charging.charges.models import ChargeDecision, Found, ThresholdConfirmation
from casework.charging.models import ChargingDecision
from casework.errors import RuleBroken


class Considered(NamedTuple):
    """An offence as it was considered for a suspect; `public_interest` is empty where it was not reached."""

    offence: Offence
    evidential: str
    evidential_reasons: str
    public_interest: str = ""
    public_interest_reasons: str = ""

    @property
    def authorised(self) -> bool:
        return self.evidential == self.public_interest == Found.MET

    def __str__(self) -> str:
        return self.told("evidential stage")

    def told(self, stage: str) -> str:
        """For the activity: what was found at each stage, the first by its name, and why."""
        said = [f"{stage} {Found(self.evidential).label.lower()}: {self.evidential_reasons}"]
        if self.public_interest:
            found = Found(self.public_interest).label.lower()
            said.append(f"public interest stage {found}: {self.public_interest_reasons}")
        return f"{self.offence.described}, {'; '.join(said)}"


def charges_require(record: ChargingDecision, charges: list[Considered]) -> list[Considered]:
    """Guard: offences of the case, each taken through the stages in their order. Gives back the authorised.

    The public interest is only reached where the evidential stage is met, and is decided there (Code
    for Crown Prosecutors, section 4). No query.
    """
    if not charges or any(each.offence.case_file_id != record.case_file_id for each in charges):
        raise RuleBroken("Decide on at least one offence")
    for each in charges:
        _stages_in_order(each)
    return [each for each in charges if each.authorised]


def _stages_in_order(each: Considered) -> None:
    reference = each.offence.reference
    if not each.evidential_reasons:
        raise RuleBroken(
            f"Enter your reasons at the evidential stage for {reference}",
            field=f"evidential_reasons_{reference}",
        )
    if each.evidential == Found.MET and not each.public_interest:
        raise RuleBroken(
            f"Select whether the public interest stage is met for {reference}",
            field=f"public_interest_{reference}",
        )
    if each.public_interest and not each.public_interest_reasons:
        raise RuleBroken(
            f"Enter your reasons at the public interest stage for {reference}",
            field=f"public_interest_reasons_{reference}",
        )
    if each.evidential != Found.MET and each.public_interest:
        raise RuleBroken(
            f"The evidential stage is not met for {reference}, so the public interest is not reached",
            field=f"evidential_{reference}",
        )


def charges_keep(record: ChargingDecision, charges: list[Considered]) -> None:
    """Write what was found in this round of the decision. One query."""
    ChargeDecision.objects.bulk_create(
        ChargeDecision(decision=record, round=record.round, authorised=each.authorised, **each._asdict())
        for each in charges
    )


def conditions_require(conditions: dict[str, str]) -> None:
    """Guard: every condition of the Threshold Test is confirmed with reasons (the Code, section 5)."""
    for key, label in threshold_conditions().items():
        if not conditions.get(key):
            raise RuleBroken(
                f"Enter why this condition is met, or apply the Full Code Test: {label}",
                field=f"condition_{key}",
            )


def conditions_keep(record: ChargingDecision, conditions: dict[str, str]) -> None:
    """Write why each condition is met in this round. One query."""
    ThresholdConfirmation.objects.bulk_create(
        ThresholdConfirmation(decision=record, round=record.round, condition=key, reasons=conditions[key])
        for key in threshold_conditions()
    )
