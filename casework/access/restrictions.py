"""Restricting a case to a list of people, keeping the list, and opening the case to everybody again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from casework.access.ending import reason_require, spell_end
from casework.access.models import CaseAdmission, CaseRestriction, SpellQuerySet
from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.people.models import User
from casework.people.roles import Role

ROUTE = "access"
# Who restricts a case and keeps its list: who leads those who work on it.
RESTRICTING_ROLES = (Role.SUPERVISOR, Role.PROSECUTION_MANAGER)


@in_transaction
def case_restrict(
    *, case: CaseFile, people: Iterable[User], reason: str, by: Actor, at: datetime
) -> CaseRestriction:
    """Close the case to all but these people, its officer and whoever restricts it.

    What others hold of its open work is for the caller to give back to its pools. Call it under the
    case's lock. Raises RuleBroken without a reason, and for a case that is restricted.
    """
    reason_require(reason)
    if restriction_of(case):
        raise RuleBroken("This case is restricted already")
    for person in {each.pk: each for each in (*people, case.officer_in_case, by.person)}.values():
        _admit(case, person, reason, by, at)
    begun = {"reason": reason, "begun_at": at, "begun_by": by.person}
    restriction = CaseRestriction.objects.create(case_file=case, **begun)
    _record(case, "restricted", restriction, by, at, reason=reason)
    return restriction


@in_transaction
def case_open_again(*, case: CaseFile, reason: str, by: Actor, at: datetime) -> None:
    """Open the case to all whose role reaches it. Its list ends. Raises RuleBroken for one that is open."""
    restriction = _restriction_require(case)
    for spell in (restriction, *admissions_of(case)):
        spell_end(spell, reason=reason, by=by, at=at)
    _record(case, "opened_again", restriction, by, at, reason=reason)


@in_transaction
def case_admit(*, case: CaseFile, person: User, reason: str, by: Actor, at: datetime) -> CaseAdmission:
    """Put somebody on the list. Raises RuleBroken for an open case, and for somebody who is on it."""
    reason_require(reason)
    _restriction_require(case)
    if admissions_of(case).filter(person=person).exists():
        raise RuleBroken(f"{person.signature} is on the list already", field="person")
    admission = _admit(case, person, reason, by, at)
    _record(case, "admitted", admission, by, at, handed_to=person, reason=reason)
    return admission


@in_transaction
def case_take_off(*, case: CaseFile, admission: CaseAdmission, reason: str, by: Actor, at: datetime) -> None:
    """Take somebody off the list. Raises RuleBroken for oneself: so whoever does so keeps the list."""
    if admission.person_id == by.person.pk:
        raise RuleBroken("Somebody else must take you off the list")
    spell_end(admission, reason=reason, by=by, at=at)
    _record(case, "taken_off", admission, by, at, handed_from=admission.person, reason=reason)


def restriction_of(case: CaseFile) -> CaseRestriction | None:
    """The restriction that is in force. One query."""
    return CaseRestriction.objects.in_force().filter(case_file=case).first()  # type: ignore[return-value]


def admissions_of(case: CaseFile) -> SpellQuerySet:
    """The list as it is now, with its people. Lazy."""
    return CaseAdmission.objects.in_force().filter(case_file=case).select_related("person")


def _restriction_require(case: CaseFile) -> CaseRestriction:
    found = restriction_of(case)
    if found is None:
        raise RuleBroken("This case is not restricted")
    return found


def _admit(case: CaseFile, person: User, reason: str, by: Actor, at: datetime) -> CaseAdmission:
    begun = {"reason": reason, "begun_at": at, "begun_by": by.person}
    return CaseAdmission.objects.create(case_file=case, person=person, **begun)


def _record(
    case: CaseFile,
    verb: str,
    about: CaseRestriction | CaseAdmission,
    by: Actor,
    at: datetime,
    **details: User | str,
) -> None:
    event_record(
        case=case,
        by=by,
        at=at,
        route=ROUTE,
        verb=verb,
        subject=about.pk,
        **details,  # type: ignore[arg-type]
    )
