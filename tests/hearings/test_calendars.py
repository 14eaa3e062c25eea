"""What the calendars of a person and of a team hold, and what not."""

from __future__ import annotations

from datetime import date, timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from casework.calendars.feeds import calendar_feed_make
from casework.casefiles.models import CaseFile
from casework.clinics.models import CalendarFeed
from tests.cast import TO_CHARGE, charged

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(drive):
    made = drive.case()
    drive.do(made, *TO_CHARGE)
    drive.list_hearing(made, "trial", in_days(60), court_name="Birmingham Crown Court")
    drive.list_hearing(made, "ptph", in_days(20), starts_at="10:30am")
    return made


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def entries(client, who, scope: str = "person") -> dict[str, icalendar.Event]:
    token = calendar_feed_make(person=who, at=timezone.now(), scope=scope)
    response = client.get(reverse("calendar", kwargs={"token": token}))
    if response.status_code == 404:
        return {}
    calendar = icalendar.Calendar.from_ical(response.content)
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_an_officer_has_the_hearings_of_their_cases_and_their_own_work(drive, case, cast, client):
    found = entries(client, cast.investigator)
    trial, ptph = found[f"Trial {case.urn}"], found[f"Plea and trial preparation hearing {case.urn}"]
    assert (trial["dtstart"].dt, trial["dtend"].dt) == (in_days(60), in_days(61))
    assert (ptph["dtstart"].dt.hour, ptph["dtstart"].params["TZID"]) == (10, "Europe/London")
    owed = drive.open_work(case, "vps_offer.offer")
    assert found[f"{owed.title} {case.urn}"]["dtstart"].dt == owed.due_on


def test_urn_and_kind_are_all_that_it_says(case, cast, client):
    token = calendar_feed_make(person=cast.investigator, at=timezone.now())
    text = client.get(reverse("calendar", kwargs={"token": token})).content.decode()
    for word in ("Suspectname", "Victimname", "Tester", "V1", "S1", "Birmingham"):
        assert word not in text


def test_a_vacated_hearing_is_cancelled_in_it(drive, case, cast, client):
    drive.do(case, "hearing vacate")
    statuses = {str(event.get("status")) for event in entries(client, cast.investigator).values()}
    assert "CANCELLED" in statuses


def test_colleagues_have_their_own_and_outsiders_nothing(case, cast, client):
    assert entries(client, cast.investigator2) == entries(client, cast.outsider) == {}


def test_what_the_person_sees_no_more_is_gone(case, cast, client):
    CaseFile.objects.update(unit=cast.force.units.last(), officer_in_case=cast.investigator2)
    assert entries(client, cast.investigator) == {}
    CaseFile.objects.update(unit=cast.unit, officer_in_case=cast.investigator)


@pytest.mark.parametrize(("who", "has"), [("supervisor", True), ("manager", True), ("witness_care", True)])
def test_who_leads_has_the_work_and_the_hearings_of_the_team(drive, case, cast, client, who, has):
    found = entries(client, getattr(cast, who), scope="team")
    assert f"Trial {case.urn}" in found
    assert len(found) > 2


def test_a_team_feed_is_another_address_and_only_for_who_leads(case, cast, client, as_user):
    browser, address = as_user(cast.supervisor), reverse("calendar_feed")
    assert "Feed of your team" in browser.get(address).content.decode()
    assert browser.post(address, {"scope": "team"}).status_code == 200
    assert browser.post(address, {"scope": "person"}).status_code == 200
    assert CalendarFeed.objects.filter(person=cast.supervisor).exclude(token_hash="").count() == 2
    assert browser.post(address, {"scope": "team", "end": "1"}).status_code == 302
    assert as_user(cast.investigator).post(address, {"scope": "team"}).status_code == 403
    assert as_user(cast.investigator).post(address, {"scope": "all"}).status_code == 403
    assert entries(client, cast.investigator, scope="team") == {}


@pytest.mark.parametrize("cases", [1, 4])
def test_it_costs_the_same_for_many_cases(drive, cast, client, django_assert_max_num_queries, cases):
    for _ in range(cases):
        made = charged(drive.case(), timezone.localdate())
        drive.list_hearing(made, "ptph", in_days(20))
    for scope, most in (("person", 8), ("team", 6)):
        token = calendar_feed_make(person=cast.supervisor, at=timezone.now(), scope=scope)
        with django_assert_max_num_queries(most):
            client.get(reverse("calendar", kwargs={"token": token}))
