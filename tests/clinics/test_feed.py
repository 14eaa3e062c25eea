"""The calendar feed: whose it is, what is in it, and when it ends."""

from __future__ import annotations

from datetime import date, timedelta

import icalendar
import pytest
import time_machine
from django.urls import reverse

from casework.calendars.feeds import calendar_feed_make
from casework.casefiles.models import CaseFile
from casework.clinics.ical import KIND
from casework.clinics.models import CalendarFeed
from casework.clinics.rearranging import clinic_cancel, clinic_rearrange
from config.logs import TypesAndPlaces
from tests.clinics.planned import NOW, TUESDAY, book, manager, second_prosecutor, session_of

pytestmark = pytest.mark.django_db


def read(client, token: str, status: int = 200) -> bytes:
    response = client.get(reverse("calendar", kwargs={"token": token}))
    assert response.status_code == status
    return response.content


def events(client, who) -> list[icalendar.Event]:
    """The clinic days: what else is in a calendar is tested where it is at home."""
    token = calendar_feed_make(person=who, at=NOW)
    found = icalendar.Calendar.from_ical(read(client, token)).walk("VEVENT")
    return [event for event in found if event["summary"].startswith(KIND)]


def summaries(client, who) -> list[str]:
    return sorted(str(event["summary"]) for event in events(client, who))


def test_a_prosecutor_has_sessions_and_bookings_with_urns_and_no_names(cast, drive, client):
    session, case = session_of(cast), drive.case()
    book(drive, case, session, note="Ask about Suspectname0")
    assert summaries(client, cast.prosecutor) == [KIND, f"{KIND} {case.urn}"]
    text = read(client, calendar_feed_make(person=cast.prosecutor, at=NOW)).decode()
    for name in ("Suspectname", "Victimname", "Tester", "Ask about"):
        assert name not in text


def test_an_officer_has_their_bookings_and_nobody_else_has_any(cast, drive, client):
    session, case = session_of(cast), drive.case()
    book(drive, case, session)
    assert summaries(client, cast.investigator) == [f"{KIND} {case.urn}"]
    for who in (cast.investigator2, cast.gatekeeper, second_prosecutor(cast), cast.outsider):
        assert events(client, who) == []


def test_times_are_those_of_london_on_both_sides_of_the_change_of_clocks(cast, client):
    # The clocks go forward on 28 March 2027.
    for on in (date(2027, 3, 23), date(2027, 3, 30)):
        session_of(cast, on=on)
    found = events(client, cast.prosecutor)
    assert [event["dtstart"].to_ical() for event in found] == [b"20270323T093000", b"20270330T093000"]
    assert {event["dtstart"].params["TZID"] for event in found} == {"Europe/London"}
    assert [event["dtstart"].dt.utcoffset() for event in found] == [timedelta(0), timedelta(hours=1)]
    token = calendar_feed_make(person=cast.prosecutor, at=NOW)
    calendar = icalendar.Calendar.from_ical(read(client, token))
    (zone,) = calendar.walk("VTIMEZONE")
    assert {event["dtstart"].params["TZID"] for event in found} == {zone["tzid"]}


def test_an_entry_is_private_whole_and_known_again(cast, client):
    session = session_of(cast)
    (event,) = events(client, cast.prosecutor)
    assert (event["class"], event["status"], event["sequence"]) == ("PRIVATE", "CONFIRMED", 0)
    assert (event["uid"], event["location"]) == (str(session.pk), "Lloyd House")
    assert (event["dtend"].dt, event["dtstamp"].dt) == (session.ends, NOW)


def test_what_was_cancelled_says_so_with_a_higher_sequence(cast, drive, client):
    session = session_of(cast)
    book(drive, drive.case(), session)
    clinic_cancel(session=session, by=manager(cast), at=NOW, reason="Court duty")
    found = events(client, cast.prosecutor)
    assert [(event["status"], event["sequence"]) for event in found] == [("CANCELLED", 1)] * 2


def test_a_booking_that_was_moved_is_the_same_entry_on_another_day(cast, drive, client):
    session = session_of(cast)
    booking = book(drive, drive.case(), session)
    moved = {"on": TUESDAY + timedelta(days=1), "prosecutor": cast.prosecutor, "reason": "Court"}
    clinic_rearrange(session=session, by=manager(cast), at=NOW, keep_bookings=True, **moved)
    (event,) = events(client, cast.investigator)
    assert (event["uid"], event["sequence"]) == (str(booking.pk), 1)
    assert event["dtstart"].dt.day == 13


def test_what_the_person_may_not_see_any_more_is_gone(cast, drive, client):
    case = drive.case()
    book(drive, case, session_of(cast))
    token = calendar_feed_make(person=cast.investigator, at=NOW)
    assert case.urn in read(client, token).decode()
    CaseFile.objects.update(officer_in_case=cast.investigator2, unit=cast.force.units.last())
    assert case.urn not in read(client, token).decode()
    CaseFile.objects.update(officer_in_case=cast.investigator, unit=cast.unit)


@pytest.mark.parametrize("token", ["unknown", "a" * 43, "%00", "' OR 1=1"])
def test_an_unknown_token_is_not_found(cast, client, token):
    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_a_feed_ends_with_a_new_address_when_it_is_ended_and_with_the_account(cast, as_user, client):
    browser, address = as_user(cast.prosecutor), reverse("calendar_feed")
    first = calendar_feed_make(person=cast.prosecutor, at=NOW)
    text = browser.post(address).content.decode()
    assert "it is not shown again" in text
    second = text.split("/calendar/")[1].split(".ics")[0]
    read(client, first, status=404)
    read(client, second)
    assert browser.post(address, {"end": "1"}).status_code == 302
    read(client, second, status=404)
    third = calendar_feed_make(person=cast.prosecutor, at=NOW)
    type(cast.prosecutor).objects.filter(pk=cast.prosecutor.pk).update(is_active=False)
    read(client, third, status=404)


def test_the_token_is_kept_nowhere(cast, client):
    token = calendar_feed_make(person=cast.prosecutor, at=NOW)
    assert token not in CalendarFeed.objects.get().token_hash
    read(client, CalendarFeed.objects.get().token_hash, status=404)


def test_a_role_that_ended_leaves_an_empty_or_no_calendar(cast, client):
    session_of(cast)
    token = calendar_feed_make(person=cast.prosecutor, at=NOW)
    cast.prosecutor.memberships.update(ends_on=date(2026, 1, 31))
    read(client, token, status=404)


def test_nobody_keeps_the_calendar(cast, client):
    token = calendar_feed_make(person=cast.prosecutor, at=NOW)
    response = client.get(reverse("calendar", kwargs={"token": token}))
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"


def test_what_is_long_over_is_left_out(cast, client):
    session_of(cast)
    token = calendar_feed_make(person=cast.prosecutor, at=NOW)
    with time_machine.travel(NOW + timedelta(days=90)):
        assert b"VEVENT" not in read(client, token)


def test_who_owes_no_work_has_no_feed(cast, as_user):
    for who in (cast.auditor, cast.administrator):
        assert as_user(who).post(reverse("calendar_feed")).status_code == 403
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "options"])
def test_no_log_holds_the_address_however_a_program_asks(cast, client, caplog, method):
    token = calendar_feed_make(person=cast.prosecutor, at=NOW)
    response = getattr(client, method)(reverse("calendar", kwargs={"token": token}))
    assert response.status_code == 405
    logged = [TypesAndPlaces("%(message)s").format(record) for record in caplog.records]
    assert any("/calendar/-.ics" in line for line in logged)
    assert token not in " ".join(logged)
