"""What must be said before bad character goes on: of each check, each item, propensity and each gateway."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from casework.bad_character.gateways import gateways_on
from casework.bad_character.record_models import BadCharacterCheck, BadCharacterItem, BadCharacterReview
from casework.casefiles.models import Suspect
from casework.deadlines.units import MONTHS, months_after
from casework.errors import RuleBroken
from casework.guards import day_happened

Kind = BadCharacterCheck.Kind
# What each check is called in a sentence.
CALLED = {
    Kind.PNC: "the PNC check",
    Kind.PND: "the PND check",
    Kind.LOCAL: "the check of local intelligence",
    Kind.FORCE_WIDE: "the force-wide search",
    Kind.COMPLAINANTS: "the search for other complainants",
}
# Criminal Justice Act 2003, section 108: convictions of a child below this age.
CHILD_BELOW = 14


class CheckMade(NamedTuple):
    """A check, on which day it was made, or else why it was not."""

    kind: str
    made_on: date | None = None
    not_made_reason: str = ""


class Propensity(NamedTuple):
    """The answers to the questions of R v Hanson in their order; None for one that is not answered."""

    shows_propensity: str = ""
    makes_guilt_likelier: bool | None = None
    reliance_unjust: bool | None = None
    propensity_reasons: str = ""


def checks_complete(checks: Iterable[CheckMade], *, at: datetime) -> None:
    """Guard: each check was made on a day that has come, or it is said why not."""
    said = {check.kind: check for check in checks}
    for kind, called in CALLED.items():
        check = said.get(kind)
        if check and check.made_on:
            what = f"The date of {called}"
            day_happened(check.made_on, at=at, since=None, what=what, field=f"{kind}_made_on")
        elif check is None or not check.not_made_reason:
            raise RuleBroken(f"Enter why {called} was not made", field=f"{kind}_not_made_reason")


def items_assessed(found: Iterable[BadCharacterItem], said: Mapping[int, str]) -> dict[str, str]:
    """Guard: the prosecutor has said something of each item. By number, as it is stored."""
    for item in found:
        if not said.get(item.number):
            raise RuleBroken(
                f"Enter your assessment of item {item.number}", field=f"assessment_{item.number}"
            )
    return {str(item.number): said[item.number] for item in found}


def propensity_reasoned(found: Iterable[BadCharacterItem], said: Propensity) -> Propensity:
    """Guard: with an item, propensity is reasoned as far as its answers lead (R v Hanson, section 103).

    Gives the answers that count: none without an item, and none behind one that ends the reasoning.
    """
    if not list(found):
        return Propensity()
    answers = BadCharacterReview.Propensity
    if said.shows_propensity not in answers.values:
        raise RuleBroken("Select whether the history shows a propensity", field="shows_propensity")
    if said.shows_propensity == answers.NOT_RELIED_ON:
        return Propensity(said.shows_propensity)
    if not said.propensity_reasons:
        raise RuleBroken("Enter your reasons on propensity", field="propensity_reasons")
    return _in_order(said)


def _in_order(said: Propensity) -> Propensity:
    """Guard: the second and the third question are answered where the one before leads to them."""
    if said.shows_propensity == BadCharacterReview.Propensity.NO:
        return said._replace(makes_guilt_likelier=None, reliance_unjust=None)
    if said.makes_guilt_likelier is None:
        raise RuleBroken("Select whether it makes guilt likelier", field="makes_guilt_likelier")
    if not said.makes_guilt_likelier:
        return said._replace(reliance_unjust=None)
    if said.reliance_unjust is None:
        raise RuleBroken("Select whether it would be unjust to rely on it", field="reliance_unjust")
    return said


def contamination_explained(contamination: str, note: str) -> None:
    """Guard: evidence that may be contaminated is explained (section 107)."""
    if contamination == BadCharacterReview.Contamination.POSSIBLE and not note:
        raise RuleBroken("Enter how the evidence may be contaminated", field="contamination_note")


def items_under_14(suspect: Suspect, found: Iterable[BadCharacterItem]) -> list[BadCharacterItem]:
    """Convictions from before the suspect's 14th birthday, as far as the days are known (section 108)."""
    if suspect.date_of_birth is None:
        return []
    birthday = months_after(suspect.date_of_birth, CHILD_BELOW * MONTHS)
    return [
        item
        for item in found
        if item.kind == BadCharacterItem.Kind.CONVICTION and item.happened_on and item.happened_on < birthday
    ]


def under_14_explained(suspect: Suspect, found: Iterable[BadCharacterItem], note: str) -> None:
    """Guard: why a conviction from before that age can be used, is said (section 108)."""
    if (items := items_under_14(suspect, found)) and not note:
        numbers = ", ".join(str(item.number) for item in items)
        raise RuleBroken(
            f"Enter whether section 108 lets item {numbers} be used, from before the age of {CHILD_BELOW}",
            field="under_14_note",
        )


def gateways_explained(said: Mapping[str, Mapping[str, str]], *, at: datetime) -> dict[str, dict[str, str]]:
    """Guard: there is a gateway, each is one that the prosecution can use now, and says what it needs.

    Gives the answers to what the gateways need, and nothing else.
    """
    if not said:
        raise RuleBroken("Select the gateways", field="gateways")
    usable = {each.code: each for each in gateways_on(timezone.localdate(at), "prosecution")}
    for code in said:
        if code not in usable:
            raise RuleBroken(f"The prosecution cannot use gateway ({code})", field="gateways")
        for need in usable[code].needs:
            if not said[code].get(need.name):
                raise RuleBroken(
                    f"Gateway ({code}): answer “{need.question}”", field=f"need_{code}_{need.name}"
                )
    return {code: {need.name: said[code][need.name] for need in usable[code].needs} for code in said}


def items_chosen(found: Iterable[BadCharacterItem], numbers: Iterable[int]) -> list[int]:
    """Guard: there is something to rely on, it is among what was found, and the defence may have it.

    A notice sets out the facts of what is relied on (Criminal Procedure Rules, rule 21.4).
    """
    asked = set(numbers)
    chosen = [item for item in found if item.number in asked]
    if not chosen:
        raise RuleBroken("Select what you rely on", field="items")
    for item in chosen:
        if item.disclosable == BadCharacterItem.Disclosable.NO:
            raise RuleBroken(
                f"Item {item.number} cannot be disclosed: leave it out, as the notice goes to the defence",
                field="items",
            )
    return sorted(item.number for item in chosen)
