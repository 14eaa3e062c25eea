"""The people of the demonstration: invented, with one password, and never outside development."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, User
from casework.people.roles import POLICE_ROLES, UNIT_ROLES, Role

PASSWORD = "casework-demo-2026"  # noqa: S105  Printed at the start of every demonstration.
IN_ROLE_SINCE = timedelta(days=5 * 365)


class Colleague(NamedTuple):
    """Somebody of the cast; `organisation` is a force's or an area's code, `unit` that of a police unit."""

    username: str
    given_name: str
    family_name: str
    rank: str
    role: Role
    organisation: str
    unit: str = ""

    @property
    def email(self) -> str:
        """Of a domain that is kept for tests: no mail can reach anybody."""
        return f"{self.username}@example.test"

    @property
    def phone(self) -> str:
        """Invented: no telephone has a number from 0121 496 0000 to 0121 496 0999."""
        return f"0121 496 0{100 + CAST.index(self)}"


CAST = (
    Colleague("investigator", "Rowan", "Ashgrove", "DC", Role.INVESTIGATOR, "20", "AA"),
    Colleague("investigator2", "Noor", "Birchmere", "DC", Role.INVESTIGATOR, "20", "AA"),
    Colleague("investigator3", "Ellis", "Copsewood", "DC", Role.INVESTIGATOR, "20", "AA"),
    Colleague("investigator4", "Toni", "Dunfallow", "DC", Role.INVESTIGATOR, "20", "AB"),
    Colleague("investigator5", "Kai", "Elmscote", "DC", Role.INVESTIGATOR, "20", "AB"),
    Colleague("supervisor", "Morgan", "Fernhollow", "DS", Role.SUPERVISOR, "20", "AA"),
    Colleague("supervisor2", "Sasha", "Greyhurst", "DS", Role.SUPERVISOR, "20", "AB"),
    Colleague("gatekeeper", "Robin", "Heathstone", "DI", Role.GATEKEEPER, "20"),
    Colleague("gatekeeper2", "Jess", "Kestrelby", "DI", Role.GATEKEEPER, "20"),
    Colleague("witnesscare", "Marlow", "Ivywell", "", Role.WITNESS_CARE, "20"),
    Colleague("administrator", "Dale", "Larkmoor", "", Role.ADMINISTRATOR, "20"),
    Colleague("prosecutor", "Quinn", "Mossbury", "", Role.PROSECUTOR, "WM"),
    Colleague("prosecutor2", "Remi", "Netherfen", "", Role.PROSECUTOR, "WM"),
    Colleague("prosecutor3", "Taylor", "Oakreach", "", Role.PROSECUTOR, "WM"),
    Colleague("manager", "Casey", "Pinecroft", "", Role.PROSECUTION_MANAGER, "WM"),
    Colleague("liaison", "Eden", "Rushmere", "", Role.VICTIM_LIAISON, "WM"),
    Colleague("auditor", "Kit", "Sedgeway", "", Role.AUDITOR, "WM"),
    Colleague("staffordshire.investigator", "Bailey", "Alderbrook", "DC", Role.INVESTIGATOR, "21", "AA"),
    Colleague("staffordshire.supervisor", "Frankie", "Barrowfold", "DS", Role.SUPERVISOR, "21", "AA"),
    Colleague("staffordshire.gatekeeper", "Harley", "Cloverley", "DI", Role.GATEKEEPER, "21"),
    Colleague("staffordshire.witnesscare", "Wren", "Dovecote", "", Role.WITNESS_CARE, "21"),
    Colleague("outsider", "Jordan", "Millerdale", "DC", Role.INVESTIGATOR, "10", "AA"),
    Colleague("northumbria.investigator", "Parker", "Northwyke", "DC", Role.INVESTIGATOR, "10", "AA"),
    Colleague("northumbria.supervisor", "Reese", "Otterbourn", "DS", Role.SUPERVISOR, "10", "AA"),
    Colleague("northumbria.gatekeeper", "Shay", "Quarrydale", "DI", Role.GATEKEEPER, "10"),
    Colleague("northumbria.witnesscare", "Sol", "Vexley", "", Role.WITNESS_CARE, "10"),
    Colleague("outsider2", "Blake", "Ravensloe", "", Role.PROSECUTOR, "NE"),
    Colleague("northeast.manager", "Emery", "Saltmarsh", "", Role.PROSECUTION_MANAGER, "NE"),
    Colleague("northeast.liaison", "Lane", "Thistlewood", "", Role.VICTIM_LIAISON, "NE"),
    Colleague("manager2", "Avery", "Underhay", "", Role.PROSECUTION_MANAGER, "WM"),
)


def cast_make() -> None:
    """Make those of the cast who are not there yet."""
    there = set(
        User.objects.filter(username__in=[one.username for one in CAST]).values_list("username", flat=True)
    )
    missing = [one for one in CAST if one.username not in there]
    if not missing:
        return
    # Hashed once: slow by design, and the password is no secret.
    password, since = make_password(PASSWORD), timezone.localdate() - IN_ROLE_SINCE
    organisations = {organisation.code: organisation for organisation in Organisation.objects.all()}
    units = {(unit.organisation_id, unit.code): unit for unit in Unit.objects.all()}
    for one in missing:
        organisation = organisations[one.organisation]
        _make(one, organisation, units[organisation.pk, one.unit] if one.unit else None, password, since)


def _make(one: Colleague, organisation: Organisation, unit: Unit | None, password: str, since: date) -> None:
    person = User.objects.create(
        username=one.username,
        first_name=one.given_name,
        last_name=one.family_name,
        rank=one.rank,
        phone=one.phone,
        email=one.email,
        password=password,
    )
    Membership.objects.create(
        person=person, organisation=organisation, unit=unit, role=one.role, starts_on=since
    )


def sign_ins() -> list[str]:
    """Everybody's username, role and organisation, a line each, and the password that they share."""
    people = User.objects.in_bulk([one.username for one in CAST], field_name="username")
    width = max(len(username) for username in people)
    lines = [f"{name:<{width}}  {people[name].role_words}" for name in (one.username for one in CAST)]
    return [
        *lines,
        f"Sign in as one of them with one press, at {settings.ORIGIN}/demonstration/",
        f"Password of all: {PASSWORD}",
    ]


class Cast:
    """The people of the demonstration, found by their role over a case. Their roles are read once."""

    def __init__(self) -> None:
        self.people = {
            person.username: person for person in User.objects.filter(username__in=[c.username for c in CAST])
        }
        self.by_pk = {person.pk: person for person in self.people.values()}
        self.pools: dict[tuple[str, int, int | None], list[User]] = defaultdict(list)
        for one in CAST:
            for held in self.people[one.username].memberships_held:
                self.pools[held.role, held.organisation_id, held.unit_id].append(self.people[one.username])

    def colleague(self, role: str, case: CaseFile, turn: int) -> User:
        """Whoever's turn it is among those who hold the role over the case."""
        organisation = case.force_id if role in POLICE_ROLES else case.area_id
        pool = self.pools[role, organisation, case.unit_id if role in UNIT_ROLES else None]
        return pool[turn % len(pool)]

    def supervisor_of(self, force: str, unit: str) -> Actor:
        """The supervisor of a unit, who brings in its records."""
        one = next(
            one for one in CAST if (one.role, one.organisation, one.unit) == (Role.SUPERVISOR, force, unit)
        )
        held = self.people[one.username].memberships_held[0]
        return Actor(person=self.people[one.username], role=held.role, organisation=held.organisation)
