"""What is recorded of a case, its people and its offences is put right by those who recorded it."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, OperationalError
from django.urls import reverse
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.casefiles.services import case_file_register, suspect_add
from casework.errors import RuleBroken
from casework.events.models import Event
from casework.obligations.models import Obligation
from casework.people.roles import Role
from tests.cast import TO_CHARGE
from workflows.engine.work import act_on_case

pytestmark = pytest.mark.django_db
BORN = {"date_of_birth-day": 17, "date_of_birth-month": 5, "date_of_birth-year": 1990}
REPORTED = {"reported_on-day": 1, "reported_on-month": 9, "reported_on-year": 2026}


def part(case: CaseFile, what: str, reference: str) -> str:
    return reverse("part_change", kwargs={"urn": case.urn, "what": what, "reference": reference})


def details(case: CaseFile) -> str:
    return reverse("case_change", kwargs={"urn": case.urn})


@pytest.fixture
def browser(cast, as_user):
    return as_user(cast.investigator)


@pytest.mark.parametrize("what", ["suspect", "victim"])
def test_a_person_is_corrected_from_the_page_of_names(drive, browser, what):
    case, reference = drive.case(), f"{what[0].upper()}1"
    address = part(case, what, reference)
    assert address in browser.get(reverse("case_people", kwargs={"urn": case.urn})).content.decode()
    assert f"{what.capitalize()}name0" in browser.get(address).content.decode()
    assert browser.post(address, {"family_name": "Corrected", **BORN}).status_code == 302
    person = getattr(case, f"{what}s").get()
    assert (person.family_name, person.date_of_birth) == ("Corrected", date(1990, 5, 17))
    event = Event.objects.latest("pk")
    assert (event.verb, event.reason) == (f"{what}_amended", "Changed: date of birth, family name")


def test_an_offence_is_corrected(drive, browser):
    case = drive.case()
    response = browser.post(part(case, "offence", "O1"), {"wording": "Assault by penetration"}, follow=True)
    assert "Details of offence O1 saved." in response.content.decode()
    assert case.offences.get().wording == "Assault by penetration"


def test_a_correction_with_an_error_changes_nothing(drive, browser):
    case = drive.case()
    response = browser.post(part(case, "suspect", "S1"), {"family_name": "Cor\u202erected"})
    assert response.status_code == 422
    assert case.suspects.get().family_name == "Suspectname0"


@pytest.mark.parametrize(("what", "reference"), [("suspect", "S9"), ("suspect", "V1"), ("witness", "S1")])
def test_a_reference_that_the_case_does_not_hold_is_not_found(drive, browser, what, reference):
    assert browser.get(part(drive.case(), what, reference)).status_code == 404


def test_the_details_of_a_case_are_corrected_and_work_follows_its_officer(drive, cast, browser):
    case = drive.case()
    assert details(case) in browser.get(reverse("case", kwargs={"urn": case.urn})).content.decode()
    form = {"officer_in_case": cast.investigator2.pk, "crime_number": "20/1/26", **REPORTED}
    assert browser.post(details(case), form).status_code == 302
    case.refresh_from_db()
    assert (case.officer_in_case, case.crime_number) == (cast.investigator2, "20/1/26")
    owners = Obligation.objects.open().filter(case_file=case, role="investigator").values_list("owner")
    assert set(owners) == {(cast.investigator2.pk,)}


@pytest.mark.parametrize("where", ["case", "victim"])
def test_what_a_colleague_put_right_while_one_waited_is_told_and_not_undone(
    drive, cast, as_user, browser, monkeypatch, where
):
    case = drive.case()
    address = details(case) if where == "case" else part(case, "victim", "V1")
    told = {"officer_in_case": cast.investigator.pk, **REPORTED} if where == "case" else {}
    theirs = {**told, "officer_in_case": cast.investigator2.pk, "family_name": "Corrected"}
    seen = BeautifulSoup(browser.get(address).content, "html5lib").select_one("input[name=seen]")["value"]

    def colleague_first(**arguments):
        monkeypatch.undo()
        assert as_user(cast.supervisor).post(address, theirs).status_code == 302
        return act_on_case(**arguments)

    monkeypatch.setattr("workflows.engine.work.act_on_case", colleague_first)
    mine = {**told, "family_name": "Victimname0", "given_names": "Ann", "crime_number": "20/1/26"}
    answer = browser.post(address, {**mine, "seen": seen})
    assert answer.status_code == 409
    assert f"{cast.supervisor.signature} changed this since you opened the page" in answer.content.decode()
    case.refresh_from_db()
    if where == "case":
        assert (case.officer_in_case, case.crime_number) == (cast.investigator2, "")
    else:
        assert case.victims.get().family_name == "Corrected"


@pytest.mark.queue_differs
def test_who_gives_away_their_only_tie_to_a_case_is_led_to_the_list(drive, cast, browser):
    case = drive.case()
    CaseFile.objects.update(unit=cast.force.units.exclude(pk=cast.unit.pk).first())
    form = {"officer_in_case": cast.investigator2.pk, **REPORTED}
    assert browser.post(details(case), form).headers["Location"] == reverse("cases")


def test_details_are_corrected_while_the_officer_investigates_no_more(drive, cast, as_user):
    case = drive.case()
    cast.investigator.memberships.update(ends_on=date(2026, 1, 31))
    form = {"officer_in_case": cast.investigator.pk, "crime_number": "20/1/26", **REPORTED}
    assert as_user(cast.supervisor).post(details(case), form).status_code == 302
    case.refresh_from_db()
    assert case.crime_number == "20/1/26"


def test_only_an_investigator_of_the_force_is_officer_in_a_case(drive, cast, browser):
    case = drive.case()
    response = browser.post(details(case), {"officer_in_case": cast.gatekeeper.pk, **REPORTED})
    assert "Select an officer from the list" in response.content.decode()
    for officer in (cast.gatekeeper, cast.outsider):
        with pytest.raises(RuleBroken, match="must be an investigator of West Midlands Police") as refused:
            registered(cast, officer_in_case=officer)
        assert refused.value.field == "officer_in_case"


def registered(cast, **changes: object) -> CaseFile:
    given = {
        "urn": "20AA0123426",
        "unit": cast.unit,
        "officer_in_case": cast.investigator,
        "reported_on": date(2026, 9, 1),
        "crime_number": "",
    }
    by = Actor(cast.investigator, Role.INVESTIGATOR, cast.force)
    return case_file_register(by=by, at=timezone.now(), **{**given, **changes})


@pytest.mark.queue_differs
def test_a_urn_that_another_registration_took_is_told(cast):
    registered(cast)
    with pytest.raises(RuleBroken, match="registered already") as refused:
        registered(cast)
    assert refused.value.field == "urn"


@pytest.fixture
def creating(monkeypatch):
    """Have the creation of a case fail with an error, and say which error of the driver is behind it."""

    def fail(error: Exception, cause: Exception | None = None) -> None:
        def create(**details: object) -> None:
            raise error from cause

        monkeypatch.setattr(CaseFile.objects, "create", create)

    return fail


def test_a_urn_that_another_registration_is_taking_is_told(cast, creating):
    creating(OperationalError(), LockNotAvailable())
    with pytest.raises(RuleBroken, match="is being registered at the moment"):
        registered(cast)


@pytest.mark.parametrize("error", [OperationalError, IntegrityError])
def test_another_error_of_the_database_is_not_told_as_one_of_the_urn(cast, creating, error):
    creating(error("disk full"))
    with pytest.raises(error, match="disk full"):
        registered(cast)


def test_a_urn_of_another_unit_is_refused_naming_both(cast, browser):
    form = {"urn": "20AB0123426", "unit": cast.unit.pk, "officer_in_case": cast.investigator.pk, **REPORTED}
    response = browser.post(reverse("register"), form)
    assert response.status_code == 422
    assert "Characters 3 and 4 of the URN are AB, but must be AA" in response.content.decode()


def test_digits_of_other_scripts_make_no_urn(cast, browser):
    form = {"urn": "२०AA0123426", "unit": cast.unit.pk, "officer_in_case": cast.investigator.pk, **REPORTED}
    assert "URN must be 11 characters" in browser.post(reverse("register"), form).content.decode()


@pytest.mark.queue_differs
def test_the_next_reference_follows_the_highest_that_is_held(drive, cast):
    case = drive.case()
    actor = drive.actor(case, Role.INVESTIGATOR)
    at = case.registered_at
    suspect_add(case=case, by=actor, at=at, reference="S12", family_name="Alpha")
    suspect_add(case=case, by=actor, at=at, reference="X99", family_name="Beta")
    assert suspect_add(case=case, by=actor, at=at, family_name="Gamma").reference == "S13"


def test_a_charged_suspect_keeps_the_name_and_date_of_birth_of_the_charge(drive, browser):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    address, identified = part(case, "suspect", "S1"), {"identified_on-day": 2, "identified_on-month": 9}
    response = browser.post(address, {"family_name": "Corrected"})
    assert response.status_code == 422
    form = {"family_name": "Suspectname0", **identified, "identified_on-year": 2026}
    assert browser.post(address, form).status_code == 302
    suspect = case.suspects.get()
    assert (suspect.family_name, suspect.identified_on) == ("Suspectname0", date(2026, 9, 2))
