"""An import corrects what is recorded of a person, and never makes them somebody else."""

from __future__ import annotations

from datetime import date

import pytest

from casework.casefiles.models import Suspect, Victim
from tests.imports.conftest import told

NAME = "family_name: is another person than the {} that is held"
BIRTH = "date_of_birth: is another person than the {} that is held"
ANOTHER = [
    ({"family_name": "Other"}, {"date_of_birth": None}, NAME),
    ({"family_name": "Other", "date_of_birth": ""}, {}, NAME),
    ({"family_name": "Other", "date_of_birth": "1991-01-01"}, {}, NAME),
    ({"given_names": "Other", "date_of_birth": "1991-01-01"}, {}, BIRTH),
    ({"given_names": "Other"}, {"date_of_birth": None}, BIRTH),
    ({"date_of_birth": "1991-01-01"}, {"given_names": ""}, BIRTH),
]
SAME = [
    ({"family_name": "Birchmore"}, {}),
    ({"family_name": "BIRCHMERE"}, {"date_of_birth": None}),
    ({"given_names": "Samuel"}, {}),
    ({"date_of_birth": "1990-05-18"}, {}),
    ({}, {"given_names": "", "date_of_birth": None}),
]


@pytest.fixture(params=["suspects", "victims"])
def again(request, importer):
    """Import the case, change what is held of its one suspect or victim, and import with changes of them."""

    def run(changes: dict, held: dict):
        part, case = request.param, importer.case()
        case[part][0] = {**importer.case()["suspects"][0], "reference": part[0].upper() + "1"}
        if part == "victims":
            del case[part][0]["identified_on"]
        importer.json(case)
        {"suspects": Suspect, "victims": Victim}[part].objects.filter(reference=f"{part[0].upper()}1").update(
            **held
        )
        case[part][0] |= changes
        return part, importer.json(case)

    return run


@pytest.mark.parametrize(("changes", "held", "fault"), ANOTHER)
def test_another_person_under_a_reference_is_refused(again, changes, held, fault):
    part, report = again(changes, held)
    assert told(report) == [f"cases[0].{part}[0].{fault.format(part[0].upper() + '1')}"]


@pytest.mark.parametrize(("changes", "held"), SAME)
def test_a_correction_of_the_same_person_goes_in(again, changes, held):
    _, report = again(changes, held)
    assert (report.changed, report.errors) == (1, [])


@pytest.mark.parametrize(
    ("column", "value"),
    [("family_name", "Birchmore"), ("given_names", "Samuel"), ("date_of_birth", "1990-05-18")],
)
def test_nothing_that_identifies_a_charged_suspect_changes(importer, held, column, value):
    importer.csv(importer.case())
    held().suspects.update(charged_on=date(2026, 11, 20))
    case = importer.case()
    case["suspects"][0][column] = value
    assert told(importer.csv(case)) == [f"Row 3, {column}: must stay as it is held: S1 is charged"]
    assert importer.csv(importer.case()).unchanged == 1


def test_one_stranger_leaves_the_case_as_it_was(importer, held):
    importer.json(importer.case())
    case = importer.case(crime_number="20/99999/26")
    case["victims"][0]["family_name"] = case["suspects"][0]["family_name"] = "Other"
    case["suspects"][0]["date_of_birth"] = case["victims"][0]["date_of_birth"] = ""
    assert len(told(importer.json(case))) == 2
    assert held().crime_number == "20/12345/26"
