from __future__ import annotations

import pytest
from django.db import IntegrityError, OperationalError
from psycopg.errors import LockNotAvailable

from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles.models import CaseFile
from casework.events.models import Event
from casework.imports import services
from casework.obligations.models import Obligation
from tests.cast import TO_CHARGE
from tests.imports.conftest import told


def test_the_same_file_again_changes_nothing(importer, verbs):
    importer.csv(importer.case())
    before = verbs()
    report = importer.json(importer.case())
    assert (report.added, report.changed, report.unchanged) == (0, 0, 1)
    assert verbs() == before


def test_a_changed_field_is_changed_and_the_event_names_it_without_its_value(importer, held):
    importer.json(importer.case())
    case = importer.case()
    case["suspects"][0] |= {"given_names": "Samuel", "identified_on": "2026-11-04"}
    report = importer.json(case)
    event = Event.objects.latest("pk")
    assert (report.changed, held().suspects.get().given_names) == (1, "Samuel")
    assert (event.verb, event.reason) == ("suspect_amended", "Changed: given names, identified on")


def test_details_of_the_case_itself_are_changed(importer, held, cast):
    importer.json(importer.case())
    importer.json(importer.case(officer_in_case="investigator2"))
    assert held().officer_in_case == cast.investigator2
    assert Event.objects.filter(verb="amended").latest("pk").reason == "Changed: officer in case"


def test_work_of_the_former_officer_goes_to_the_new_one(importer, held, cast):
    importer.json(importer.case())
    importer.json(importer.case(officer_in_case="investigator2"))
    owners = Obligation.objects.open().filter(case_file=held(), role="investigator").values_list("owner")
    assert set(owners) == {(cast.investigator2.pk,)}


@pytest.mark.queue_differs
def test_an_empty_unit_keeps_the_unit_that_is_held(importer, held, cast):
    importer.json(importer.case())
    moved_to = cast.force.units.get(code="AB")
    CaseFile.objects.update(unit=moved_to)
    assert importer.json(importer.case(unit="")).unchanged == 1
    assert held().unit == moved_to


def test_a_suspect_who_is_new_is_added_with_bad_character_to_be_considered(importer, held):
    importer.json(importer.case(suspects=[]))
    report = importer.json(importer.case())
    assert report.changed == 1
    assert BadCharacterConsideration.objects.get().process is not None


def test_what_a_later_file_leaves_out_is_kept(importer, held):
    importer.json(importer.case())
    report = importer.json(importer.case(suspects=[], crime_number=""))
    assert report.unchanged == 1
    assert held().suspects.exists()
    assert held().crime_number == "20/12345/26"


def test_an_import_does_not_move_a_case_to_another_unit(importer, held):
    importer.json(importer.case())
    report = importer.json(importer.case(unit="AB"))
    assert str(report.errors[0]) == "cases[0].unit: an import does not move a case to another unit"
    assert held().unit.code == "AA"


def test_what_contradicts_what_is_held_is_told_and_changes_nothing(importer, held):
    importer.json(importer.case())
    case = importer.case(crime_number="20/99999/26")
    case["offences"][0] |= {"committed_from": "2026-11-02", "committed_to": ""}
    report = importer.json(case)
    assert str(report.errors[0]) == "cases[0]: contradicts what is held of this case"
    assert held().crime_number == "20/12345/26"


def test_a_case_that_somebody_is_changing_is_told(importer, monkeypatch):
    def busy(**details: object) -> None:
        raise OperationalError from LockNotAvailable()

    monkeypatch.setattr(services, "case_file_register", busy)
    report = importer.json(importer.case())
    assert str(report.errors[0]) == (
        "cases[0].urn: is being changed by somebody at the moment; import it again"
    )


@pytest.mark.parametrize("error", [OperationalError, IntegrityError])
def test_an_error_of_the_database_that_is_not_expected_is_no_fault_of_the_file(importer, monkeypatch, error):
    def broken(**details: object) -> None:
        raise error("disk full")

    monkeypatch.setattr(services, "case_file_register", broken)
    with pytest.raises(error, match="disk full"):
        importer.json(importer.case())


def test_key_dates_of_the_police_record_are_kept_and_added_to(importer, held):
    importer.json(importer.case())
    report = importer.json(importer.case(key_dates={"trial_on": "2027-06-14"}))
    assert report.changed == 1
    assert held().police_dates == {"early_advice_requested_on": "2026-11-20", "trial_on": "2027-06-14"}
    assert [name for name, _ in held().police_dates_named] == ["Early advice requested", "Trial"]


def test_the_same_file_of_a_charged_case_changes_nothing(importer, held, drive):
    importer.json(importer.case())
    drive.do(held(), *TO_CHARGE)
    assert importer.json(importer.case()).unchanged == 1


def test_an_offence_that_was_charged_stays_as_it_was_authorised(importer, held, drive):
    importer.json(importer.case())
    drive.do(held(), *TO_CHARGE)
    changed = importer.case()
    changed["offences"][0]["wording"] = "Common assault"
    assert "The CPS has decided on a charge for this offence" in told(importer.json(changed))[0]
