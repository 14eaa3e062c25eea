from __future__ import annotations

from datetime import date

import pytest

from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation

FORMATS = ("json", "csv")


@pytest.mark.parametrize("format", FORMATS)
def test_a_case_goes_in_with_everything_that_belongs_to_it(importer, held, format):
    report = getattr(importer, format)(importer.case())
    case = held()
    assert (report.added, report.errors) == (1, [])
    assert (case.force.name, case.area.name, case.unit.code) == (
        "West Midlands Police",
        "CPS West Midlands",
        "AA",
    )
    assert (case.officer_in_case.username, case.reported_on) == ("investigator", date(2026, 11, 2))
    assert case.suspects.get().identified_on == date(2026, 11, 3)
    assert case.victims.get().date_of_birth == date(2001, 3, 27)
    assert case.offences.get().provision == "Sexual Offences Act 2003 section 1"


def test_the_routes_of_an_imported_case_are_started(importer, held):
    importer.json(importer.case())
    kinds = set(Obligation.objects.open().filter(case_file=held()).values_list("kind", flat=True))
    assert kinds == {
        "early_advice.consider",
        "file_submission.prepare",
        "bad_character.consider",
        "vps_offer.offer",
        "special_measures.assess",
        "victim_contact.tell_by_police",
    }


@pytest.mark.parametrize("urn", ["20 AA 01234 26", "20/aa/01234/26", " 20aa0123426 "])
def test_a_urn_is_taken_with_spaces_slashes_and_small_letters(importer, held, urn):
    importer.json(importer.case(urn=urn))
    assert held().urn == "20AA0123426"


def test_an_empty_unit_is_that_of_the_urn(importer, held):
    importer.csv(importer.case(unit=""))
    assert held().unit.code == "AA"


def test_a_case_may_have_no_suspect_yet(importer, held):
    assert importer.json(importer.case(suspects=[])).added == 1
    assert not held().suspects.exists()


def test_a_csv_file_may_begin_with_a_byte_order_mark_and_write_dates_as_in_britain(importer, held):
    text = "\ufeffrecord,urn,officer_in_case,reported_on,reference,family_name,wording\n"
    text += "case,20AA0123426,investigator,2/11/2026,,,\n"
    text += "offence,20AA0123426,,,O1,,Rape\nvictim,20AA0123426,,,V1,Larkmoor,\n"
    assert importer.send(text, "RECORDS.CSV").errors == []
    assert held().reported_on == date(2026, 11, 2)


def test_the_good_cases_go_in_beside_a_bad_one(importer):
    bad = importer.case(urn="20AA0000126", reported_on="2026-02-30")
    report = importer.json(bad, importer.case())
    assert (report.added, report.left_out) == (1, ["20AA0000126 (cases[0])"])
    assert list(CaseFile.objects.values_list("urn", flat=True)) == ["20AA0123426"]


def test_an_atomic_import_with_one_bad_case_leaves_nothing(importer):
    bad = importer.case(urn="20AA0000126", reported_on="2026-02-30")
    report = importer.json(importer.case(), bad, atomic=True)
    assert (report.added, len(report.left_out), len(report.errors)) == (0, 2, 1)
    assert not CaseFile.objects.exists()


def test_an_atomic_import_of_good_cases_goes_in(importer):
    assert importer.json(importer.case(), importer.case(urn="20AA0000126"), atomic=True).added == 2
