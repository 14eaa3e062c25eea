"""The people of a whole country, and the fifty of them who look at their queues."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, User
from casework.people.roles import UNIT_ROLES, Role

SINCE = date(2020, 1, 1)
UNITS_A_FORCE = 5
OF_UNIT = {Role.INVESTIGATOR: 10, Role.SUPERVISOR: 1}
OF_FORCE = {Role.GATEKEEPER: 3, Role.WITNESS_CARE: 2}
OF_AREA = {Role.PROSECUTOR: 10, Role.PROSECUTION_MANAGER: 2, Role.VICTIM_LIAISON: 2}
# How many of each role look, from those who have most to do to those who have least.
LOOKING = {
    Role.INVESTIGATOR: 12,
    Role.SUPERVISOR: 8,
    Role.GATEKEEPER: 10,
    Role.PROSECUTOR: 10,
    Role.PROSECUTION_MANAGER: 4,
    Role.VICTIM_LIAISON: 4,
}
# The force of the first units, which get the most cases.
BIGGEST = "West Midlands Police"

_numbers = count(1)


def people_make() -> list[User]:
    """Units and people of every force and area; gives back the fifty who look."""
    forces = list(Organisation.objects.filter(kind=Organisation.Kind.FORCE).order_by("pk"))
    forces.sort(key=lambda force: force.name != BIGGEST)
    for force in forces:
        for number in range(UNITS_A_FORCE):
            unit, _ = Unit.objects.get_or_create(
                organisation=force, code=f"A{'ABCDE'[number]}", defaults={"name": f"Unit {number + 1}"}
            )
            _hire(OF_UNIT, force, unit)
        _hire(OF_FORCE, force)
    for area in Organisation.objects.filter(kind=Organisation.Kind.CPS_AREA):
        _hire(OF_AREA, area)
    return [*_looking(forces), *_in_several_places(forces)]


def _hire(wanted: dict[Role, int], home: Organisation, unit: Unit | None = None) -> None:
    for role, number in wanted.items():
        for _ in range(number):
            _join(_person(), role, home, unit)


def _person() -> User:
    name = f"bench{next(_numbers)}"
    email = f"{name}@example.invalid"
    return User.objects.create(username=name, first_name="Bench", last_name="Person", email=email)


def _join(person: User, role: Role, home: Organisation, unit: Unit | None = None) -> None:
    unit = unit if role in UNIT_ROLES else None
    Membership.objects.create(person=person, role=role, organisation=home, unit=unit, starts_on=SINCE)


def _looking(forces: list[Organisation]) -> Iterator[User]:
    """Of each role so many, spread over the forces and areas in their order."""
    for role, number in LOOKING.items():
        people = list(User.objects.filter(memberships__role=role).order_by("pk"))
        yield from people[:: max(1, len(people) // number)][:number]


def _in_several_places(forces: list[Organisation]) -> Iterator[User]:
    """Two with several roles: in three units and as a gatekeeper; and over two forces."""
    many, two = _person(), _person()
    for unit in forces[0].units.order_by("code")[:3]:
        _join(many, Role.INVESTIGATOR, forces[0], unit)
    _join(many, Role.GATEKEEPER, forces[0])
    for force in forces[:2]:
        _join(two, Role.GATEKEEPER, force)
    yield from (many, two)
