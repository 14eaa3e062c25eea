"""Cases of every place and in every state, named after both; and somebody who holds roles over them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.casefiles.models import CaseFile, Suspect
from casework.people.models import Membership, User
from casework.people.roles import CPS_ROLES, UNIT_ROLES, Role
from tests.cast import organisation, person, restore_organisations

NOW = timezone.now()
WEST, SISTER, AWAY = "West Midlands Police", "Staffordshire Police", "Northumbria Police"
# Of the unit, of another unit and mine or not, of another force of the area and mine, and of elsewhere.
PLACES = {"unit": (WEST, 0), "own": (WEST, 1), "beside": (WEST, 1), "sister": (SISTER, 0), "away": (AWAY, 0)}
FLAGS = {"": {}, " shared": {"shared_with_cps_at": NOW}, " charged": {"open_to_witness_care_at": NOW}}
MINE = {"own", "sister"}


def of(*places: str, flags: tuple[str, ...] = tuple(FLAGS)) -> set[str]:
    return {f"{place}{flag}" for place in places for flag in flags}


FORCE, AREA = of("unit", "own", "beside"), of("unit", "own", "beside", "sister", flags=(" shared",))
POLICE, CPS = (WEST, "force"), ("CPS West Midlands", "cps_area")
SEEN: dict[tuple[Role, tuple[str, str]], set[str]] = {
    (Role.INVESTIGATOR, POLICE): of("unit", "own"),
    (Role.SUPERVISOR, POLICE): of("unit"),
    (Role.GATEKEEPER, POLICE): FORCE,
    (Role.WITNESS_CARE, POLICE): of("unit", "own", "beside", flags=(" charged",)),
    (Role.AUDITOR, POLICE): FORCE,
    (Role.AUDITOR, CPS): AREA,
    **{(role, CPS): AREA for role in sorted(CPS_ROLES)},
    (Role.ADMINISTRATOR, POLICE): set(),
    (Role.ADMINISTRATOR, CPS): set(),
}


@pytest.fixture
def me(db) -> User:
    """The officer of some of the cases, with no role yet."""
    restore_organisations()
    me, other = (person(name, Role.ADMINISTRATOR, organisation("force", AWAY)) for name in ("me", "other"))
    Membership.objects.all().delete()
    made = [case for place in PLACES for case in cases_of(place, me if place in MINE else other)]
    Suspect.objects.bulk_create(Suspect(case_file=case, reference="S1") for case in made)
    return me


def cases_of(place: str, officer: User) -> list[CaseFile]:
    force, number = PLACES[place]
    unit = organisation("force", force).units.order_by("code")[number]
    made = [
        CaseFile(
            urn=f"{unit.organisation.code}{unit.code}{sorted(PLACES).index(place)}{index:04d}26",
            force=unit.organisation, area=unit.organisation.area, unit=unit, officer_in_case=officer,
            reported_on=timezone.localdate(), registered_at=NOW, crime_number=f"{place}{flag}", **flags,
        )
        for index, (flag, flags) in enumerate(FLAGS.items())
    ]  # fmt: skip
    return CaseFile.objects.bulk_create(made)


def labels(cases) -> set[str]:
    return {case.crime_number for case in cases}


def case_of(label: str) -> CaseFile:
    return CaseFile.objects.get(crime_number=label)


def holding(me: User, role: Role, place: tuple[str, str], **dates: object) -> User:
    """The same person, holding one more role."""
    name, kind = place
    home = organisation(kind, name)
    unit = home.units.order_by("code").first() if role in UNIT_ROLES else None
    begun = timezone.localdate() - timedelta(days=9)
    Membership.objects.create(person=me, role=role, organisation=home, unit=unit, starts_on=begun, **dates)
    return anew(me)


def anew(me: User) -> User:
    return User.objects.get(pk=me.pk)
