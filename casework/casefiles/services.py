"""Registering a case file and recording the people and offences in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from casework.access.policy import Actor
from casework.bad_character.services import bad_character_open
from casework.casefiles.models import CaseFile, Offence, Suspect, Victim
from casework.charging.services import charging_decision_open_late
from casework.early_advice.services import early_advice_open
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.file_review.services import file_submission_open
from casework.hearings.selectors import trial_listed
from casework.organisations.models import Unit
from casework.people.models import User
from casework.victim_statements.checkpoints import vps_checkpoints_anchor
from casework.victim_statements.services import vps_open

ROUTE = "casefiles"


@transaction.atomic
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

    Raises RuleBroken when the URN is taken, or belongs to another force.
    """
    if urn[:2] != unit.organisation.code:
        raise RuleBroken(f"URN must begin with {unit.organisation.code}, the code of your force", field="urn")
    if CaseFile.objects.filter(urn=urn).exists():
        raise RuleBroken("A case with this URN is registered already", field="urn")
    case = CaseFile.objects.create(
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


@transaction.atomic
def suspect_add(*, case: CaseFile, by: Actor, at: datetime, reference: str = "", **details: Any) -> Suspect:
    """Record a suspect; bad character is to be considered for each."""
    suspect = Suspect.objects.create(
        case_file=case, reference=reference or _next_reference("S", case.suspects.count()), **details
    )
    event_record(case=case, by=by, at=at, route=ROUTE, verb="suspect_added", subject=suspect.pk)
    bad_character_open(suspect=suspect, at=at)
    charging_decision_open_late(case=case, at=at)
    return suspect


@transaction.atomic
def victim_add(*, case: CaseFile, by: Actor, at: datetime, reference: str = "", **details: Any) -> Victim:
    """Record a victim; a personal statement is to be offered to each."""
    victim = Victim.objects.create(
        case_file=case, reference=reference or _next_reference("V", case.victims.count()), **details
    )
    event_record(case=case, by=by, at=at, route=ROUTE, verb="victim_added", subject=victim.pk)
    vps_open(victim=victim, at=at)
    trial = trial_listed(case)
    if trial:
        vps_checkpoints_anchor(case=case, trial_on=trial.on, at=at)
    return victim


@transaction.atomic
def offence_add(*, case: CaseFile, by: Actor, at: datetime, reference: str = "", **details: Any) -> Offence:
    """Record an offence under investigation."""
    offence = Offence.objects.create(
        case_file=case, reference=reference or _next_reference("O", case.offences.count()), **details
    )
    event_record(case=case, by=by, at=at, route=ROUTE, verb="offence_added", subject=offence.pk)
    return offence


def _next_reference(letter: str, held: int) -> str:
    return f"{letter}{held + 1}"
