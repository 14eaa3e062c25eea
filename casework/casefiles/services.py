"""Registering a case file and recording the people and offences in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, OperationalError, transaction

from casework.access.policy import Actor
from casework.audit.who import urn_tried
from casework.bad_character.services import bad_character_open
from casework.casefiles.complete import victim_records_open
from casework.casefiles.models import CaseFile, Offence, Suspect, Victim
from casework.charging.triage import charging_decision_open_late
from casework.database import in_transaction, is_lock_timeout, violates
from casework.early_advice.services import early_advice_open
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.file_review.services import file_submission_open
from casework.hearings.anchors import anchors_call
from casework.organisations.models import Organisation, Unit
from casework.people.models import User
from casework.people.roles import Role
from casework.police_outcomes.guards import case_not_ended
from casework.retention.models import ErasedCase
from casework.review_rights.opening import review_rights_open_late
from casework.victim_contacts.late import so_far_open
from casework.victim_contacts.referrals import report_counts

ROUTE = "casefiles"
# The name that the database gives to the constraint of a unique column.
URN_ONCE = "casework_casefile_urn_key"


@in_transaction
def case_file_register(
    *,
    unit: Unit,
    urn: str,
    officer_in_case: User,
    reported_on: date,
    crime_number: str,
    police_dates: dict[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> CaseFile:
    """Register a case of a police unit; its early advice and its file are opened with it.

    Raises RuleBroken when the URN is taken, or belongs to another force, and when the officer is
    no investigator of the force.
    """
    if urn[:2] != unit.organisation.code:
        raise RuleBroken(f"URN must begin with {unit.organisation.code}, the code of your force", field="urn")
    officer_require(officer_in_case, unit.organisation)
    case = _case_create(
        by=by.person,
        urn=urn,
        force=unit.organisation,
        area=unit.organisation.area,  # type: ignore[misc]  # a force has one: organisation_force_has_an_area
        unit=unit,
        officer_in_case=officer_in_case,
        reported_on=reported_on,
        crime_number=crime_number,
        police_dates=police_dates or {},
        registered_at=at,
    )
    event_record(case=case, by=by, at=at, route=ROUTE, verb="registered", subject=case.pk)
    early_advice_open(case=case, at=at)
    file_submission_open(case=case, at=at)
    return case


def officer_require(officer: User, force: Organisation) -> None:
    """Raise RuleBroken unless the person investigates in the force. One query, once for each `officer`."""
    held = {(membership.role, membership.organisation_id) for membership in officer.memberships_held}
    if not officer.is_active or (Role.INVESTIGATOR, force.pk) not in held:
        raise officer_refused(force)


def officer_refused(force: Organisation) -> RuleBroken:
    """That somebody cannot be the officer in a case of the force, whatever is the reason."""
    return RuleBroken(
        f"The officer in the case must be an investigator of {force.name}", field="officer_in_case"
    )


def _case_create(*, by: User, urn: str, **details: Any) -> CaseFile:
    """The case; its URN is asked of the database, since another registration may be under way.

    The number of an erased case is not given again: an old export would bring it back.
    """
    if ErasedCase.objects.filter(urn=urn).exists():
        raise urn_refused(by, urn)
    try:
        with transaction.atomic():
            return CaseFile.objects.create(urn=urn, **details)
    except IntegrityError as error:
        if not violates(error, URN_ONCE):
            raise
        raise urn_refused(by, urn) from None
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        # The other registration has neither ended nor failed within the lock's timeout.
        raise RuleBroken(
            "A case with this URN is being registered at the moment. Try again in a few seconds", field="urn"
        ) from None


def urn_refused(by: User, urn: str) -> RuleBroken:
    """Why the URN cannot be had. Of a case that the person may not see it does not say that there is one;
    that they tried it is in the record. One query."""
    if CaseFile.objects.visible_to(by).filter(urn=urn).exists():
        return RuleBroken("A case with this URN is registered already", field="urn")
    urn_tried(urn)
    return RuleBroken("This URN cannot be used. Check it against the record of your force", field="urn")


@in_transaction
def suspect_add(*, case: CaseFile, by: Actor, at: datetime, reference: str = "", **details: Any) -> Suspect:
    """Record a suspect; bad character is to be considered for each.

    Raises RuleBroken in a case that the police have ended.
    """
    case_not_ended(case)
    suspect = Suspect.objects.create(
        case_file=case, reference=reference or _next_reference("S", case.suspects), **details
    )
    event_record(case=case, by=by, at=at, route=ROUTE, verb="suspect_added", subject=suspect.pk)
    bad_character_open(suspect=suspect, at=at)
    charging_decision_open_late(case=case, at=at)
    return suspect


@in_transaction
def victim_add(*, case: CaseFile, by: Actor, at: datetime, reference: str = "", **details: Any) -> Victim:
    """Record a victim; a personal statement is to be offered, and special measures assessed, for each.

    The referral to support counts from the report, unless the victim became known after the day on which
    the case was registered. What has happened in the case by then is to be told.
    """
    victim = Victim.objects.create(
        case_file=case, reference=reference or _next_reference("V", case.victims), **details
    )
    added = event_record(
        case=case,
        by=by,
        at=at,
        route=ROUTE,
        verb="victim_added",
        subject=victim.pk,
        happened_on=case.reported_on if report_counts(case, at) else None,
    )
    so_far_open(victim=victim, added=added)
    victim_records_open(victim=victim, at=at)
    review_rights_open_late(victim=victim, at=at)
    anchors_call(case=case, by=by, at=at)
    return victim


@in_transaction
def offence_add(*, case: CaseFile, by: Actor, at: datetime, reference: str = "", **details: Any) -> Offence:
    """Record an offence under investigation."""
    offence = Offence.objects.create(
        case_file=case, reference=reference or _next_reference("O", case.offences), **details
    )
    event_record(case=case, by=by, at=at, route=ROUTE, verb="offence_added", subject=offence.pk)
    return offence


def _next_reference(letter: str, records: Any) -> str:
    """One more than the highest number held: an import may have brought S1 and S3 without S2."""
    numbers = _numbers(letter, records.values_list("reference", flat=True))
    return f"{letter}{max(numbers, default=0) + 1}"


def _numbers(letter: str, references: Iterable[str]) -> list[int]:
    return [int(found[1]) for each in references if (found := re.fullmatch(f"{letter}([0-9]+)", each))]
