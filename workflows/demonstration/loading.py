"""Loading the demonstration: each case in one transaction, so that a stopped load goes on where it was."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.imports.synthetic.records import (
    NORTHUMBRIA,
    STAFFORDSHIRE,
    WEST_MIDLANDS,
    SyntheticUnit,
    synthetic_case,
)
from casework.imports.synthetic.writing import to_json
from workflows.demonstration.clinics import clinics_make
from workflows.demonstration.desks import CASES as CASES_ON_DESKS
from workflows.demonstration.desks import desk_lay
from workflows.demonstration.directions import date_agree
from workflows.demonstration.documents import CASES as CASES_WITH_DOCUMENTS
from workflows.demonstration.documents import documents_attach
from workflows.demonstration.people import Cast, cast_make
from workflows.demonstration.play import Player
from workflows.demonstration.stories import STORIES
from workflows.demonstration.timetable import Timetable, timetable
from workflows.imports import import_and_start

SEED = 2026
# For how many working days the open routes of a case have stood still: each story is told once with each.
DELAYS = (1, 0, 3, 6, 9)
CASES = len(DELAYS) * len(STORIES)
# Beyond the URNs of the example exports, so that importing one of those changes no case of ours.
FIRST_SEQUENCE = 1001
# The part of a URN that does not hang on the day on which the demonstration is loaded.
URN_WITHOUT_YEAR = 9


def demonstration_load(first: int = CASES) -> int:
    """Make the people and the first so many cases that are not there yet; how many were new comes back."""
    with transaction.atomic():
        cast_make()
    there = {urn[:URN_WITHOUT_YEAR] for urn in CaseFile.objects.values_list("urn", flat=True)}
    missing = [number for number in range(min(first, CASES)) if _urn_begins(number) not in there]
    if missing:
        _cases_load(missing)
        clinics_make(timezone.localdate())
    return len(missing)


def _cases_load(numbers: list[int]) -> None:
    cast, today = Cast(), timezone.localdate()
    for number in numbers:
        _case_load(number, cast, today)


def _urn_begins(number: int) -> str:
    unit = _unit(number)
    return f"{unit.force}{unit.code}{FIRST_SEQUENCE + number:05}"


def _unit(number: int) -> SyntheticUnit:
    """The first round is West Midlands alone; later, one case in eleven is each neighbour's."""
    if number >= len(STORIES) and number % 11 in (4, 8):
        return STAFFORDSHIRE if number % 11 == 4 else NORTHUMBRIA
    return WEST_MIDLANDS[number % 5 // 3]


def _officer(number: int, unit: SyntheticUnit) -> str:
    """In West Midlands each investigator has every fifth case."""
    if unit in WEST_MIDLANDS:
        return [officer for one in WEST_MIDLANDS for officer in one.officers][number % 5]
    return unit.officers[number // 11 % len(unit.officers)]


@transaction.atomic
def _case_load(number: int, cast: Cast, today: date) -> None:
    """Import a case on the day on which it was registered, and play it to where it stands."""
    turn, place = divmod(number, len(STORIES))
    plan = timetable(STORIES[place], delay=DELAYS[(place + turn) % len(DELAYS)], today=today)
    case = _import(number, plan, cast)
    if number < CASES_WITH_DOCUMENTS:
        submitted = STORIES[place].file != "prepare"
        gathered_at = plan.registered_at + timedelta(hours=1)
        documents_attach(case, by=case.officer_in_case, at=gathered_at, submitted=submitted)
    Player(cast, case, number + turn, today).play(plan)
    if number < CASES_ON_DESKS:
        desk_lay(case)
        date_agree(case, by=cast.supervisor_of(case.force.code, case.unit.code))


def _import(number: int, plan: Timetable, cast: Cast) -> CaseFile:
    unit, registered_on = _unit(number), timezone.localdate(plan.registered_at)
    record = synthetic_case(
        random=Random(f"{SEED} {number}"),  # noqa: S311  Not for secrets; a case is the same in every load.
        unit=unit,
        officer=_officer(number, unit),
        sequence=FIRST_SEQUENCE + number,
        reported_on=registered_on - timedelta(days=number % 3),
        as_of=registered_on,
        suspects=STORIES[number % len(STORIES)].suspects,
        victims=STORIES[number % len(STORIES)].victims,
    )
    supervisor = cast.supervisor_of(unit.force, unit.code)
    report = import_and_start(
        content=to_json([record]).encode(),
        name="demonstration.json",
        by=supervisor,
        at=plan.registered_at,
        atomic=True,
    )
    if report.errors:
        raise ValueError(f"case {number} of the demonstration: {report.errors[0]}")
    return CaseFile.objects.select_related("force", "area", "unit", "officer_in_case").get(urn=record["urn"])
