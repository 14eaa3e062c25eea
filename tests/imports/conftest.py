from __future__ import annotations

import copy
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.events.models import Event
from casework.imports.report import ImportReport
from casework.imports.synthetic.writing import to_csv, to_json
from casework.people.roles import Role
from workflows.imports import import_and_start

AT = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/London"))
CASE = {
    "urn": "20AA0123426",
    "unit": "AA",
    "officer_in_case": "investigator",
    "reported_on": "2026-11-02",
    "crime_number": "20/12345/26",
    "suspects": [
        {
            "reference": "S1",
            "family_name": "Birchmere",
            "given_names": "Sam",
            "date_of_birth": "1990-05-17",
            "identified_on": "2026-11-03",
        }
    ],
    "victims": [
        {"reference": "V1", "family_name": "Larkmoor", "given_names": "Alex", "date_of_birth": "2001-03-27"}
    ],
    "offences": [
        {
            "reference": "O1",
            "wording": "Rape of a person aged 16 or over",
            "provision": "Sexual Offences Act 2003 section 1",
            "committed_from": "2026-11-01",
            "committed_to": "2026-11-01",
        }
    ],
    "key_dates": {"early_advice_requested_on": "2026-11-20"},
}


class Importer:
    """Imports what it is given as the administrator of West Midlands Police, at one moment."""

    def __init__(self, by: Actor):
        self.by = by

    def case(self, **changes: object) -> dict:
        return {**copy.deepcopy(CASE), **changes}

    def json(self, *cases: dict, **options: object) -> ImportReport:
        return self.send(to_json(list(cases)), "records.json", **options)

    def csv(self, *cases: dict, **options: object) -> ImportReport:
        return self.send(to_csv(list(cases)), "records.csv", **options)

    def json_raw(self, changes: dict) -> ImportReport:
        """A case with values that the writer of exports would not write."""
        return self.document(cases=[self.case(**changes)])

    def document(self, **changes: object) -> ImportReport:
        document = {"format": "rasso-records", "version": 1, "cases": [self.case()], **changes}
        return self.send(json.dumps(document), "records.json")

    def send(
        self, content: str | bytes, name: str, *, atomic: bool = False, at: datetime = AT
    ) -> ImportReport:
        raw = content.encode() if isinstance(content, str) else content
        return import_and_start(content=raw, name=name, by=self.by, at=at, atomic=atomic)


@pytest.fixture
def importer(cast) -> Importer:
    return Importer(Actor(cast.administrator, Role.ADMINISTRATOR, cast.force))


@pytest.fixture
def held():
    """The one case that is held."""
    return lambda: CaseFile.objects.get()


@pytest.fixture
def verbs():
    """What was recorded, in order."""
    return lambda: list(Event.objects.order_by("pk").values_list("verb", flat=True))


def told(report: ImportReport) -> list[str]:
    return [str(fault) for fault in report.errors]
