"""Judging one case of a file: its values one by one, then together, then against what is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.access.policy import Actor
from casework.imports.entries import KEY_DATES, PART_COLUMNS, CaseEntry, Entry
from casework.imports.report import ImportFault
from casework.imports.values import entry_read
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, User
from casework.people.roles import Role

NEEDED = ("victim", "offence")


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
    parts: list[tuple[Entry, dict[str, Any]]]


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
        parts: dict[str, list[dict[str, Any]]] = {kind: [] for kind in PART_COLUMNS}
        for part in entry.parts:
            values, wrong = entry_read(part, self.today)
            parts[part.kind].append(values)
            faults += wrong
        faults += [*_missing(entry), *_repeated(entry, parts), *_disordered(entry, parts)]
        if not faults:
            faults += self._unknown(entry.case, case)
        return (None, faults) if faults else (self._details(entry, case, parts), [])

    def _unknown(self, entry: Entry, case: dict[str, Any]) -> Iterator[ImportFault]:
        """What the file names and the register does not hold, or the importer may not touch."""
        code, unit = case["urn"][:2], case["unit"]
        force = self.holdings.forces.get(code)
        if force is None:
            yield entry.place.fault("urn", f"begins with {code}, which is no force's code")
        elif not self._may_write(force):
            yield entry.place.fault("urn", f"begins with {code}, the code of a force that is not yours")
        elif unit and (code, unit) not in self.holdings.units:
            yield entry.place.fault("unit", f"{unit} is not a unit of force {code}")
        elif (case["officer_in_case"], force.pk) not in self.holdings.officers:
            yield entry.place.fault("officer_in_case", "must be the username of an investigator of the force")

    def _may_write(self, force: Organisation) -> bool:
        """A force's people import its own cases, an area's administrator those of the area's forces."""
        return self.by.organisation.pk in (force.pk, force.area_id)

    def _details(
        self, entry: CaseEntry, case: dict[str, Any], parts: dict[str, list[dict[str, Any]]]
    ) -> CaseDetails:
        urn, code = case.pop("urn"), case.pop("unit")
        force = self.holdings.forces[urn[:2]]
        case["officer_in_case"] = self.holdings.officers[case["officer_in_case"], force.pk]
        dates = {name: case.pop(name) for name in KEY_DATES}
        case["police_dates"] = {name: day.isoformat() for name, day in dates.items() if day}
        given, of_urn = (self.holdings.units.get((force.code, each)) for each in (code, urn[2:4]))
        return CaseDetails(entry, urn, given, of_urn, case, _placed(entry, parts))


def _missing(entry: CaseEntry) -> Iterator[ImportFault]:
    held = {part.kind for part in entry.parts}
    for kind in NEEDED:
        if kind not in held:
            yield entry.case.place.fault(f"{kind}s", "at least one is needed")


def _repeated(entry: CaseEntry, parts: dict[str, list[dict[str, Any]]]) -> Iterator[ImportFault]:
    for kind, records in parts.items():
        counts = Counter(values["reference"] for values in records if values["reference"])
        for reference, count in counts.items():
            if count > 1:
                yield entry.case.place.fault(f"{kind}s", f"{reference} is there {count} times")


def _disordered(entry: CaseEntry, parts: dict[str, list[dict[str, Any]]]) -> Iterator[ImportFault]:
    """Offences that end before they begin, and people born after the last of them."""
    placed = _placed(entry, parts)
    for part, values in placed:
        begins, ends = values.get("committed_from"), values.get("committed_to")
        if ends and not begins:
            yield part.place.fault("committed_from", "must not be empty when committed_to is given")
        elif ends and ends < begins:
            yield part.place.fault("committed_to", "must be the same as committed_from or later")
    last = max((day for _, values in placed for day in _committed(values)), default=None)
    for part, values in placed:
        born = values.get("date_of_birth")
        if last and born and born >= last:
            yield part.place.fault("date_of_birth", "must be before the offence")


def _committed(values: dict[str, Any]) -> list[date]:
    return [values[name] for name in ("committed_from", "committed_to") if values.get(name)]


def _placed(entry: CaseEntry, parts: dict[str, list[dict[str, Any]]]) -> list[tuple[Entry, dict[str, Any]]]:
    """Each record of the case beside its values: the readers keep the order within a kind."""
    records = {kind: iter(values) for kind, values in parts.items()}
    return [(part, next(records[part.kind])) for part in entry.parts]
