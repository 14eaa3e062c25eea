"""Judging one case of a file: its values one by one, then together, then against what is held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.access.policy import Actor
from casework.imports.entries import KEY_DATES, CaseEntry, Entry
from casework.imports.report import ImportFault
from casework.imports.values import entry_read
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, User
from casework.people.roles import Role

NEEDED = ("victim", "offence")

# A record that belongs to a case, and its values as they were read.
Part = tuple[Entry, dict[str, Any]]


@dataclass
class CaseDetails:
    """A case that may go in: the values of the case file, and of each record that belongs to it.

    `unit` is that of the file, or None; `unit_of_urn` that in which a new case is then registered.
    """

    entry: CaseEntry
    urn: str
    unit: Unit | None
    unit_of_urn: Unit | None
    case: dict[str, Any]
    parts: list[Part]


class Holdings:
    """The units, and the people who may be officer in a case, read once for a file. Two queries."""

    def __init__(self, today: date):
        units = Unit.objects.filter(organisation__kind=Organisation.Kind.FORCE).select_related("organisation")
        self.units = {(unit.organisation.code, unit.code): unit for unit in units}
        self.forces = {unit.organisation.code: unit.organisation for unit in units}
        held = Membership.objects.in_force(today).filter(role=Role.INVESTIGATOR, person__is_active=True)
        self.officers: dict[tuple[str, int], User] = {
            (membership.person.username, membership.organisation_id): membership.person
            for membership in held.select_related("person")
        }


@dataclass
class Judge:
    """Judges the cases of one file for the person who imports it."""

    by: Actor
    today: date
    holdings: Holdings

    def judge(self, entry: CaseEntry) -> tuple[CaseDetails | None, list[ImportFault]]:
        """The case's details when all is well, and else every fault of it."""
        case, faults = entry_read(entry.case, self.today)
        faults = [*entry.faults, *faults]
        parts: list[Part] = []
        for part in entry.parts:
            values, wrong = entry_read(part, self.today)
            parts.append((part, values))
            faults += wrong
        faults += [*_missing(entry), *_repeated(parts), *_disordered(parts)]
        if not faults:
            faults += self._unknown(entry.case, case)
        return (None, faults) if faults else (self._details(entry, case, parts), [])

    def _unknown(self, entry: Entry, case: dict[str, Any]) -> Iterator[ImportFault]:
        """What the file names and the register does not hold, or the importer may not touch."""
        code, unit = case["urn"][:2], case["unit"]
        force = self.holdings.forces.get(code)
        if force is None:
            yield entry.place.fault("urn", "does not begin with the code of a force")
        elif not self._may_write(force):
            yield entry.place.fault("urn", "begins with the code of a force that is not yours")
        elif unit and (code, unit) not in self.holdings.units:
            yield entry.place.fault("unit", "is not the code of a unit of the force")
        elif (case["officer_in_case"], force.pk) not in self.holdings.officers:
            yield entry.place.fault("officer_in_case", "must be the username of an investigator of the force")

    def _may_write(self, force: Organisation) -> bool:
        """A force's people import its own cases, an area's administrator those of the area's forces."""
        return self.by.organisation.pk in (force.pk, force.area_id)

    def _details(self, entry: CaseEntry, case: dict[str, Any], parts: list[Part]) -> CaseDetails:
        urn, code = case.pop("urn"), case.pop("unit")
        force = self.holdings.forces[urn[:2]]
        case["officer_in_case"] = self.holdings.officers[case["officer_in_case"], force.pk]
        dates = {name: case.pop(name) for name in KEY_DATES}
        case["police_dates"] = {name: day.isoformat() for name, day in dates.items() if day}
        given, of_urn = (self.holdings.units.get((force.code, each)) for each in (code, urn[2:4]))
        return CaseDetails(entry, urn, given, of_urn, case, parts)


def _missing(entry: CaseEntry) -> Iterator[ImportFault]:
    held = {part.kind for part in entry.parts}
    for kind in NEEDED:
        if kind not in held:
            yield entry.case.place.fault(f"{kind}s", "at least one is needed")


def _repeated(parts: list[Part]) -> Iterator[ImportFault]:
    """References that another record of the case has already; each kind has a letter of its own."""
    seen: set[str] = set()
    for part, values in parts:
        if values["reference"] in seen:
            yield part.place.fault("reference", "is there twice in this case")
        elif values["reference"]:
            seen.add(values["reference"])


def _disordered(parts: list[Part]) -> Iterator[ImportFault]:
    """Offences that end before they begin, and people born after the last of them."""
    for part, values in parts:
        begins, ends = values.get("committed_from"), values.get("committed_to")
        if ends and not begins:
            yield part.place.fault("committed_from", "must not be empty when committed_to is given")
        elif ends and ends < begins:
            yield part.place.fault("committed_to", "must be the same as committed_from or later")
    last = max((day for _, values in parts for day in _committed(values)), default=None)
    for part, values in parts:
        born = values.get("date_of_birth")
        if last and born and born >= last:
            yield part.place.fault("date_of_birth", "must be before the offence")


def _committed(values: dict[str, Any]) -> list[date]:
    return [values[name] for name in ("committed_from", "committed_to") if values.get(name)]
