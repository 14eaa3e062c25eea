"""Importing a police records export: case by case, so that the good cases of a file go in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from casework.access.policy import Actor, kept_from
from casework.casefiles.amend import case_file_amend, offence_amend, suspect_amend, victim_amend
from casework.casefiles.models import CaseFile, Suspect, Victim, urn_normalised, urn_validator
from casework.casefiles.services import case_file_register, offence_add, suspect_add, urn_refused, victim_add
from casework.database import is_lock_timeout, violates
from casework.errors import RuleBroken
from casework.imports.checks import CaseDetails, Holdings, Judge
from casework.imports.csv_file import read_csv
from casework.imports.entries import CaseEntry, Entry
from casework.imports.identity import identity_fault
from casework.imports.json_file import read_json
from casework.imports.report import FileRefused, ImportFault, ImportReport
from casework.people.models import User
from casework.people.roles import Role

MAY_IMPORT = (Role.ADMINISTRATOR, Role.GATEKEEPER, Role.SUPERVISOR)
MEGABYTE = 1024 * 1024
LARGEST_FILE = 5 * MEGABYTE
MOST_RECORDS = 5_000
# What each value of a file allows, and a held offence beside it may not.
OFFENCE_DATES = "offence_ends_after_it_begins"

# What belongs to a case: the related name, the verb that adds one and the verb that amends one.
PARTS: dict[str, tuple[str, Callable[..., Any], Callable[..., Any]]] = {
    "suspect": ("suspects", suspect_add, suspect_amend),
    "victim": ("victims", victim_add, victim_amend),
    "offence": ("offences", offence_add, offence_amend),
}


# Told of each case that was written, and who was its officer before; None for a new case.
Then = Callable[[CaseFile, User | None], None]


class AllOrNothing(Exception):
    """Undoes an atomic import in which something is wrong."""


class CaseRefused(Exception):
    """Undoes the import of one case."""

    def __init__(self, faults: list[ImportFault]):
        super().__init__(*faults)
        self.faults = faults


def records_import(
    *,
    content: bytes,
    name: str,
    by: Actor,
    at: datetime,
    atomic: bool,
    then: Then = lambda case, former: None,
) -> ImportReport:
    """Import an export in CSV or JSON, as its name ends; every error of the file is in the report.

    A case goes in whole or, when anything of it is wrong, not at all; with `atomic` all cases
    go in or none. What a case file holds and the file leaves empty is kept, and nobody who is
    held is made another person. `then` is called with each case that was added or changed, and
    with its former officer, in its transaction and under its lock.

    Raises RuleBroken for somebody in a role that imports nothing, and nothing is read.
    """
    if by.role not in MAY_IMPORT:
        raise RuleBroken("Only an administrator, a gatekeeper or a supervisor can import records")
    report = ImportReport()
    try:
        entries, report.errors = _read(content, name)
    except FileRefused as refused:
        report.errors = [refused.fault]
        return report
    return _Importer(by, at, then, report).run(entries, atomic=atomic)


def _read(content: bytes, name: str) -> tuple[list[CaseEntry], list[ImportFault]]:
    if len(content) > LARGEST_FILE:
        raise FileRefused(f"must be {LARGEST_FILE // MEGABYTE} MB or less")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused("must be in UTF-8") from None
    entries, strays = _by_format(text, name.lower())
    if sum(entry.records for entry in entries) + len(strays) > MOST_RECORDS:
        raise FileRefused(f"must hold {MOST_RECORDS:,} records or fewer")
    if not entries and not strays:
        raise FileRefused("holds no records")
    return entries, strays


def _by_format(text: str, name: str) -> tuple[list[CaseEntry], list[ImportFault]]:
    if name.endswith(".json"):
        return read_json(text), []
    if name.endswith(".csv"):
        return read_csv(text)
    raise FileRefused("must be a .csv or a .json file")


@dataclass
class _Importer:
    by: Actor
    at: datetime
    then: Then
    report: ImportReport

    def run(self, entries: list[CaseEntry], *, atomic: bool) -> ImportReport:
        try:
            with transaction.atomic() if atomic else nullcontext():
                self._import_all(entries)
                if atomic and self.report.errors:
                    raise AllOrNothing
        except AllOrNothing:
            called = [_called(entry) for entry in entries]
            return ImportReport(left_out=called, errors=self.report.errors)
        return self.report

    def _import_all(self, entries: list[CaseEntry]) -> None:
        today = timezone.localdate(self.at)
        judge = Judge(self.by, today, Holdings(today))
        seen: set[str] = set()
        for entry in entries:
            details, faults = judge.judge(entry)
            if details:
                faults = self._import_one(details, seen)
                seen.add(details.urn)
            self._note_faults(entry, faults)

    def _note_faults(self, entry: CaseEntry, faults: list[ImportFault]) -> None:
        if faults:
            self.report.errors += faults
            self.report.left_out.append(_called(entry))

    def _import_one(self, details: CaseDetails, seen: set[str]) -> list[ImportFault]:
        """Put one case in, in a transaction of its own; what a verb refuses comes back as a fault."""
        place = details.entry.case.place
        if details.urn in seen:
            return [place.fault("urn", "is there twice")]
        try:
            with transaction.atomic():
                outcome = self._write(details)
        except CaseRefused as refused:
            return refused.faults
        except RuleBroken as broken:
            return [place.fault(broken.field or "", broken.message)]
        except OperationalError as error:
            if not is_lock_timeout(error):
                raise
            return [place.fault("urn", "is being changed by somebody at the moment; import it again")]
        except IntegrityError as error:
            if not violates(error, OFFENCE_DATES):
                raise
            return [place.fault("", "contradicts what is held of this case")]
        setattr(self.report, outcome, getattr(self.report, outcome) + 1)
        return []

    def _write(self, details: CaseDetails) -> str:
        """Register or amend the case and what belongs to it: "added", "changed" or "unchanged"."""
        # A registered case is locked here, a new one is nobody else's before the commit.
        cases = CaseFile.objects.select_for_update(of=["self"], no_key=True).select_related("officer_in_case")
        held = cases.filter(urn=details.urn).first()
        if held and held.pk in kept_from(self.by.person):
            raise urn_refused(self.by.person, details.urn)
        former = held.officer_in_case if held else None
        amended = held is not None and self._amend(held, details)
        case = held or self._register(details)
        if not self._parts(case, details) and held and not amended:
            return "unchanged"
        self.then(case, former)
        return "changed" if held else "added"

    def _register(self, details: CaseDetails) -> CaseFile:
        unit = details.unit or details.unit_of_urn
        if unit is None:
            raise RuleBroken("is empty, and the URN does not name a unit of the force", field="unit")
        return case_file_register(unit=unit, urn=details.urn, by=self.by, at=self.at, **details.case)

    def _amend(self, case: CaseFile, details: CaseDetails) -> bool:
        if details.unit and details.unit.pk != case.unit_id:
            raise RuleBroken("an import does not move a case to another unit", field="unit")
        given = _given(details.case)
        given["police_dates"] = {**case.police_dates, **details.case["police_dates"]}
        return bool(case_file_amend(case=case, by=self.by, at=self.at, **given))

    def _parts(self, case: CaseFile, details: CaseDetails) -> bool:
        """Add or amend the suspects, victims and offences; whether anything was written."""
        parts = list(_parts_of(details, case))
        if faults := list(_strangers(parts)):
            raise CaseRefused(faults)
        written = [self._part(case, entry.kind, held, values) for entry, held, values in parts]
        return any(written)

    def _part(self, case: CaseFile, kind: str, held: Any, values: dict[str, Any]) -> bool:
        _, add, amend = PARTS[kind]
        if held is None:
            add(case=case, by=self.by, at=self.at, **values)
            return True
        return bool(amend(case=case, by=self.by, at=self.at, **{kind: held}, **_given(values)))


# A record of the file, the one that the case holds of this reference or None, and its values.
Part = tuple[Entry, Any, dict[str, Any]]


def _parts_of(details: CaseDetails, case: CaseFile) -> Iterable[Part]:
    """The suspects first, then the victims, then the offences. Three queries."""
    for kind, (related, _, _) in PARTS.items():
        held = {record.reference: record for record in getattr(case, related).all()}
        for entry, values in details.parts:
            if entry.kind == kind:
                yield entry, held.get(values["reference"]), values


def _strangers(parts: list[Part]) -> Iterable[ImportFault]:
    """People of the file who are others than those whose references they have."""
    for entry, held, values in parts:
        if isinstance(held, Suspect | Victim) and (fault := identity_fault(held, values)):
            yield entry.place.fault(*fault)


def _given(details: dict[str, Any]) -> dict[str, Any]:
    """What the file says; an empty value says nothing."""
    return {name: value for name, value in details.items() if value not in ("", None)}


def _called(entry: CaseEntry) -> str:
    """The case as the report names it: by its URN and place, or by its place alone when that is no URN."""
    place = entry.case.place.words
    try:
        urn = urn_normalised(str(entry.case.values.get("urn")))
        urn_validator(urn)
    except ValidationError:
        return place
    return f"{urn} ({place})"
