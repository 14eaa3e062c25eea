"""Every fault names its place, its column and the reason."""

from __future__ import annotations

import pytest

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.people.roles import CPS_ROLES, Role
from tests.imports.conftest import told

CASE_FAULTS = [
    ({"urn": "20AA01234"}, "cases[0].urn: must be like 20AA0123426"),
    ({"urn": "99AA0123426"}, "cases[0].urn: does not begin with the code of a force"),
    ({"unit": "ZZ"}, "cases[0].unit: is not the code of a unit of the force"),
    (
        {"officer_in_case": "nobody"},
        "cases[0].officer_in_case: must be the username of an investigator of the force",
    ),
    (
        {"officer_in_case": "outsider"},
        "cases[0].officer_in_case: must be the username of an investigator of the force",
    ),
    (
        {"officer_in_case": "gatekeeper"},
        "cases[0].officer_in_case: must be the username of an investigator of the force",
    ),
    (
        {"unit": "", "urn": "20ZZ0123426"},
        "cases[0].unit: is empty, and the URN does not name a unit of the force",
    ),
    ({"reported_on": "2026-11-25"}, "cases[0].reported_on: must be today or in the past"),
    ({"reported_on": "02/11/2026"}, "cases[0].reported_on: must be a real date, like 2001-03-27"),
    ({"reported_on": None}, "cases[0].reported_on: must not be empty"),
    ({"reported_on": 20261102}, "cases[0].reported_on: must be text, in quotation marks"),
    ({"crime_number": "x" * 31}, "cases[0].crime_number: must be 30 characters or less"),
    ({"crime_number": "a\x00b"}, "cases[0].crime_number: must not hold control characters"),
    ({"victims": []}, "cases[0].victims: at least one is needed"),
    ({"offences": []}, "cases[0].offences: at least one is needed"),
    ({"Sam Birchmere": "9", "hat": "7"}, "cases[0]: has a name that is not known: key 10 and 1 more"),
    ({"key_dates": {"moon_on": "2026-11-01"}}, "cases[0].key_dates: has a name that is not known: key 1"),
    ({"key_dates": {"charged_on": "2027-01-01"}}, "cases[0].charged_on: must be today or in the past"),
]
PART_FAULTS = [
    ("suspects", {"date_of_birth": "2026-11-01"}, "date_of_birth: must be before the offence"),
    ("suspects", {"identified_on": "2027-01-01"}, "identified_on: must be today or in the past"),
    ("suspects", {"reference": "Sam Birchmere"}, "reference: must be like S1"),
    ("suspects", {"reference": "V1"}, "reference: must be like S1"),
    ("suspects", {"reference": "S12345"}, "reference: must be like S1"),
    ("victims", {"reference": "LARKMOOR"}, "reference: must be like V1"),
    ("offences", {"reference": "1"}, "reference: must be like O1"),
    ("victims", {"family_name": " "}, "family_name: must not be empty"),
    ("victims", {"date_of_birth": "1899-12-31"}, "date_of_birth: must be in 1900 or later"),
    ("offences", {"committed_to": "2026-10-31"}, "committed_to: must be the same as committed_from or later"),
    (
        "offences",
        {"committed_from": ""},
        "committed_from: must not be empty when committed_to is given",
    ),
]


@pytest.mark.parametrize(("changes", "fault"), CASE_FAULTS)
def test_a_fault_of_a_case_is_told(importer, changes, fault):
    assert told(importer.json(importer.case(**changes))) == [fault]
    assert not CaseFile.objects.exists()


@pytest.mark.parametrize(("part", "changes", "fault"), PART_FAULTS)
def test_a_fault_of_what_belongs_to_a_case_is_told(importer, part, changes, fault):
    case = importer.case()
    case[part][0] |= changes
    assert told(importer.json(case)) == [f"cases[0].{part}[0].{fault}"]
    assert not CaseFile.objects.exists()


def test_a_reference_that_is_there_twice_is_told(importer):
    case = importer.case()
    case["suspects"] *= 2
    assert told(importer.json(case)) == ["cases[0].suspects[1].reference: is there twice in this case"]


def test_a_case_that_is_there_twice_goes_in_once(importer):
    report = importer.json(importer.case(), importer.case())
    assert (report.added, told(report)) == (1, ["cases[1].urn: is there twice"])


def test_a_csv_fault_names_its_row(importer):
    case = importer.case()
    case["victims"][0]["date_of_birth"] = "27/13/2001"
    report = importer.csv(case)
    assert told(report) == ["Row 4, date_of_birth: must be a real date, like 2001-03-27"]
    assert (report.errors[0].where, report.errors[0].column) == ("Row 4", "date_of_birth")


def test_every_fault_of_a_case_is_told_at_once(importer):
    case = importer.case(reported_on="", crime_number="x" * 31)
    case["victims"][0]["family_name"] = ""
    assert len(told(importer.json(case))) == 3


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_nobody_imports_a_case_of_another_force(importer, cast, role):
    importer.by = Actor(cast.supervisor, role, cast.force)
    report = importer.json(importer.case(urn="10AA0123426", officer_in_case="outsider"))
    assert told(report) == ["cases[0].urn: begins with the code of a force that is not yours"]


@pytest.mark.parametrize("role", [Role.INVESTIGATOR, Role.AUDITOR, *sorted(CPS_ROLES)])
def test_only_some_roles_import(importer, cast, role):
    importer.by = Actor(cast.administrator, role, cast.force)
    with pytest.raises(RuleBroken, match="Only an administrator, a gatekeeper or a supervisor"):
        importer.json(importer.case())


def test_a_case_left_out_is_named_by_its_urn_and_by_nothing_else_that_stands_there(importer):
    report = importer.json(importer.case(urn="Sam Birchmere"), importer.case(urn="99 AA 01234 26"))
    assert report.left_out == ["cases[0]", "99AA0123426 (cases[1])"]


def test_the_administrator_of_an_area_imports_the_cases_of_its_forces(importer, cast):
    importer.by = Actor(cast.administrator, Role.ADMINISTRATOR, cast.force.area)
    assert importer.json(importer.case()).added == 1


@pytest.mark.parametrize("record", ["text", None, 7])
def test_what_is_no_case_is_told(importer, record):
    assert "cases[0]: must be an object" in told(importer.document(cases=[record]))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"suspects": {}}, "cases[0].suspects: must be a list"),
        ({"suspects": ["S1"]}, "cases[0].suspects[0]: must be an object"),
        ({"key_dates": []}, "cases[0].key_dates: must be an object"),
    ],
)
def test_what_has_another_shape_is_told(importer, changes, fault):
    assert fault in told(importer.json_raw(changes))
