"""Who acts in an exploration: two people a role, and two a side who hold every role of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, User
from casework.people.roles import CPS_ROLES, POLICE_ROLES, UNIT_ROLES, WORKING_ROLES, Role

# Of one kind, people differ in nothing but in what they have done.
OFFICER = "officer in the case"
EVERY_ROLE = {"every police role": POLICE_ROLES, "every CPS role": CPS_ROLES}


@dataclass(frozen=True)
class Place:
    """A force, its unit and its area that no case of anybody else is in."""

    force: Organisation
    area: Organisation
    unit: Unit


@dataclass(frozen=True)
class Person:
    kind: str
    roles: frozenset[Role]
    user: User


class Company:
    """The people of an exploration, by key and by role."""

    def __init__(self, people: list[Person]):
        self.by_pk = {person.user.pk: person for person in people}
        self.officer = next(person for person in people if person.kind == OFFICER)

    def in_role(self, role: str) -> list[Person]:
        return [person for person in self.by_pk.values() if role in person.roles]


class Names:
    """What people are called in one state, by the order in which they occur there.

    States that differ only in which of two alike people did something are thus one state.
    """

    def __init__(self, company: Company):
        self.company, self.given = company, dict[int, str]()

    def __call__(self, pk: int | None) -> str:
        if pk is None:
            return ""
        if pk not in self.given:
            kind = self.company.by_pk[pk].kind
            self.given[pk] = f"{kind} {self._count(kind) + 1}"
        return self.given[pk]

    def kind(self, pk: int | None) -> str:
        """The person without a number."""
        return self.company.by_pk[pk].kind if pk else ""

    def acting(self, role: str) -> Iterator[Person]:
        """Who can act in a role: everybody who occurs, and one of each kind who does not."""
        others = set[str]()
        for person in self.company.in_role(role):
            if person.user.pk in self.given:
                yield person
            elif person.kind not in others:
                others.add(person.kind)
                yield person

    def _count(self, kind: str) -> int:
        return sum(self.company.by_pk[pk].kind == kind for pk in self.given)


def place_make() -> Place:
    area = Organisation.objects.create(kind=Organisation.Kind.CPS_AREA, code="00", name="CPS of the check")
    force = Organisation.objects.create(
        kind=Organisation.Kind.FORCE, code="00", name="Police of the check", area=area
    )
    return Place(force, area, Unit.objects.create(organisation=force, code="AA", name="Unit of the check"))


def company_make(place: Place, *, every_role: bool) -> Company:
    """Those of one role each; with `every_role` those who hold all of their side as well."""
    kinds: list[tuple[str, frozenset[Role]]] = [(OFFICER, frozenset({Role.INVESTIGATOR}))]
    for role in WORKING_ROLES:
        kinds += [(role.replace("_", " "), frozenset({role}))] * (1 if role == Role.INVESTIGATOR else 2)
    for kind, roles in EVERY_ROLE.items() if every_role else ():
        kinds += [(kind, roles)] * 2
    return Company([_person(f"check.{number}", *each, place) for number, each in enumerate(kinds)])


def _person(username: str, kind: str, roles: frozenset[Role], place: Place) -> Person:
    user = User.objects.create(username=username, first_name=username, last_name=kind)
    for role in roles:
        Membership.objects.create(
            person=user,
            role=role,
            organisation=place.force if role in POLICE_ROLES else place.area,
            unit=place.unit if role in UNIT_ROLES else None,
            starts_on=date(2000, 1, 1),
        )
    return Person(kind, roles, user)
