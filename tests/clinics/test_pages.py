"""The pages of sessions and bookings, by HTTP: who sees what, and what sending a form gives."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.clinics.forms import slot_key
from casework.clinics.models import ClinicBooking, ClinicSession
from tests.casework.test_guards import refused
from tests.cast import person
from tests.clinics.planned import NOW, TUESDAY, book, planned, second_prosecutor, session_of
from tests.clinics.reading import page, told
from tests.clinics.test_planning import away
from tests.samples import day
from tests.workflows.reading import opened
from workflows.engine import work

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def session(cast):
    return session_of(cast)


def test_the_sessions_are_listed_by_week_with_their_free_slots(cast, drive, session, as_user):
    book(drive, drive.case(), session)
    text = page(as_user(cast.gatekeeper), "clinics")
    assert "Week of Monday 11 January 2027 (1)" in text
    assert "2 of 3" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Lloyd House", "Bournville Lane"}),
        ("?place=Lloyd+House", {"Lloyd House"}),
        ("?show=free", {"Bournville Lane"}),
        ("?show=past", set()),
        ("?show=cancelled&place=Harborne", {"Harborne"}),
        ("?show=junk&place=junk&force=junk", {"Lloyd House", "Bournville Lane"}),
    ],
)
def test_the_filters_are_in_the_address(cast, drive, session, as_user, query, found):
    for slot in range(3):
        book(drive, drive.case(), session, slot=slot)
    session_of(cast, on=TUESDAY + WEEK, place="Bournville Lane")
    gone = session_of(cast, on=TUESDAY + 2 * WEEK, place="Harborne")
    ClinicSession.objects.filter(pk=gone.pk).update(cancelled_at=NOW)
    response = as_user(cast.manager).get(reverse("clinics") + query)
    text = response.content.decode()
    shown = {
        place
        for place in ("Lloyd House", "Bournville Lane", "Harborne")
        if f'app-list__context">{place}' in text
    }
    assert shown == found


def test_past_sessions_are_asked_for(cast, session, as_user):
    with time_machine.travel(NOW + 2 * WEEK):
        browser = as_user(cast.manager)
        assert "No session is planned" in page(browser, "clinics")
        assert "Lloyd House" in browser.get(reverse("clinics") + "?show=past").content.decode()


def test_the_case_of_a_taken_slot_is_shown_to_who_may_see_it(cast, drive, session, as_user):
    case = drive.case()
    book(drive, case, session)
    elsewhere = person("elsewhere", "investigator", cast.force, cast.force.units.last())
    where = {"session": session.pk}
    for reader in (cast.investigator2, cast.gatekeeper, cast.prosecutor, cast.auditor):
        assert case.urn in page(as_user(reader), "clinic", **where)
    text = page(as_user(elsewhere), "clinic", **where)
    assert case.urn not in text
    assert "Taken" in text


@pytest.mark.parametrize("who", ["outsider", "outside_prosecutor"])
def test_who_is_of_another_force_or_area_sees_nothing(cast, drive, session, as_user, who):
    booking = book(drive, drive.case(), session)
    browser, where = as_user(getattr(cast, who)), {"session": session.pk}
    assert "Lloyd House" not in page(browser, "clinics")
    assert browser.get(reverse("clinic", kwargs=where)).status_code == 404
    for name in ("clinic_case", "clinic_change", "clinic_cancel", "clinic_rearrange"):
        assert browser.get(reverse(name, kwargs=where)).status_code == 404
        assert browser.post(reverse(name, kwargs=where), {}).status_code == 404
    of_case = {"urn": booking.case_file.urn, "booking": booking.pk}
    for name in ("clinic_give_back", "clinic_attendance"):
        assert browser.post(reverse(name, kwargs=of_case), {}).status_code == 404


def test_an_outsider_cannot_book_here_for_a_case_of_theirs(cast, session, as_user):
    (held,) = cast.outsider.memberships_held
    own = work.open_case(
        by=Actor(cast.outsider, held.role, held.organisation),
        at=timezone.now(),
        unit=held.unit,
        urn=f"{held.organisation.code}{held.unit.code}0000126",
        officer_in_case=cast.outsider,
        reported_on=timezone.localdate(),
        crime_number="",
    )
    browser = as_user(cast.outsider)
    assert "No session with a free slot" in page(browser, "clinic_choose", urn=own.urn)
    where = {"urn": own.urn, "session": session.pk}
    assert browser.post(reverse("clinic_book", kwargs=where), {}).status_code == 404


def test_an_officer_books_from_the_early_advice_of_the_case(cast, drive, session, as_user):
    case, browser = drive.case(), as_user(cast.investigator)
    where = {"urn": case.urn, "route": "early-advice"}
    choose = reverse("clinic_choose", kwargs={"urn": case.urn})
    address = reverse("clinic_book", kwargs={"urn": case.urn, "session": session.pk})
    assert choose in page(browser, "case_route", **where)
    assert address in browser.get(choose).content.decode()
    assert "does not see this case yet" in browser.get(address).content.decode()
    form = {"slot": slot_key(session.slots[1]), "mode": "station", "note": "The phone of S1"}
    assert refused(browser.post(address, form), "Confirm that the CPS may see the case from now on")
    response = browser.post(address, {**form, "share": "on"})
    assert response.url == reverse("case_route", kwargs=where)
    text = page(browser, "case_route", **where)
    assert "Tuesday 12 January 2027 at 10:15am, Lloyd House, at the station" in text
    assert "give the slot back" in text
    assert "Clinic slot booked" in page(browser, "case", urn=case.urn)


def test_a_session_leads_to_the_case_by_its_urn(cast, drive, session, as_user):
    case, browser = drive.case(), as_user(cast.supervisor)
    address = reverse("clinic_case", kwargs={"session": session.pk})
    assert refused(browser.post(address, {"urn": "20AA9999926"}), "Enter the URN of a case of yours")
    typed = f"{case.urn[:2]} {case.urn[2:].lower()}"
    assert browser.post(address, {"urn": typed}).url == reverse(
        "clinic_book", kwargs={"urn": case.urn, "session": session.pk}
    )


def test_who_is_second_sees_the_slots_that_are_left(cast, drive, session, as_user):
    mine, other = drive.case(), drive.case()
    address = reverse("clinic_book", kwargs={"urn": mine.urn, "session": session.pk})
    book(drive, other, session)
    form = {"slot": slot_key(session.slots[0]), "mode": "station", "share": "on"}
    response = as_user(cast.investigator).post(address, form)
    assert response.status_code == 409
    text = response.content.decode()
    assert "This slot has been taken meanwhile. Choose another" in text
    assert slot_key(session.slots[0]) not in text
    assert slot_key(session.slots[1]) in text


def test_a_slot_is_changed_and_given_back(cast, drive, session, as_user):
    booking, browser = book(drive, drive.case(), session), as_user(cast.investigator)
    where = {"urn": booking.case_file.urn, "session": session.pk}
    form = {"slot": slot_key(session.slots[2]), "mode": "video", "moves": str(booking.pk)}
    assert browser.post(reverse("clinic_book", kwargs=where), form).status_code == 302
    booking.refresh_from_db()
    assert (booking.starts_at, booking.mode) == (session.slots[2], "video")
    address = reverse("clinic_give_back", kwargs={"urn": where["urn"], "booking": booking.pk})
    assert refused(browser.post(address, {"reason": ""}), "Enter why the slot is given back")
    assert browser.post(address, {"reason": "Victim ill"}).status_code == 302
    assert "given back by the police. Victim ill" in page(
        browser, "case_route", urn=where["urn"], route="early-advice"
    )


def test_who_meant_to_book_does_not_change_what_a_colleague_booked_since(cast, drive, session, as_user):
    booking = book(drive, drive.case(), session)
    where = {"urn": booking.case_file.urn, "session": session.pk}
    form = {"slot": slot_key(session.slots[2]), "mode": "station", "moves": ""}
    response = as_user(cast.supervisor).post(reverse("clinic_book", kwargs=where), form)
    assert refused(response, "This case holds a slot already")
    booking.refresh_from_db()
    assert booking.starts_at == session.slots[0]


def test_the_prosecutor_of_the_session_cancels_it_and_is_told_whom_to_tell(cast, drive, session, as_user):
    case, browser = drive.case(), as_user(cast.prosecutor)
    book(drive, case, session)
    address = reverse("clinic_cancel", kwargs={"session": session.pk})
    assert case.urn in browser.get(address).content.decode()
    response = browser.post(address, {"reason": "Court duty"})
    assert f"Tell the officers: Investigator Tester ({case.urn})" in told(response)
    assert "Officers to tell: their slots were released" in page(browser, "clinic", session=session.pk)
    officer = as_user(cast.investigator)
    assert "Released by the CPS: Court duty" in page(officer, "clinics")
    book(drive, case, session_of(cast))
    assert "Released by the CPS" not in page(officer, "clinics")


def test_another_prosecutor_may_neither_change_nor_cancel_it(cast, session, as_user):
    browser = as_user(second_prosecutor(cast))
    for name in ("clinic_change", "clinic_cancel", "clinic_rearrange"):
        assert browser.post(reverse(name, kwargs={"session": session.pk}), {}).status_code == 403


def test_a_session_of_who_is_away_is_rearranged_to_a_colleague(cast, drive, session, as_user):
    second, browser, booking = (
        second_prosecutor(cast),
        as_user(cast.manager),
        book(drive, drive.case(), session),
    )
    away(cast.prosecutor, second, TUESDAY, TUESDAY)
    assert "Prosecutor away: rearrange (1)" in page(browser, "clinics")
    assert "Prosecutor away" not in page(as_user(cast.gatekeeper), "clinics")
    assert "Rearrange or cancel the session" in page(browser, "clinic", session=session.pk)
    form = {**day("on", TUESDAY), "prosecutor": second.pk, "bookings": "keep", "reason": "On leave"}
    response = browser.post(reverse("clinic_rearrange", kwargs={"session": session.pk}), form)
    booking.refresh_from_db()
    assert booking.session.prosecutor == second
    assert response.url == reverse("clinic", kwargs={"session": booking.session_id})
    assert booking.case_file.urn in told(response)
    officer = page(as_user(cast.investigator), "clinics")
    assert "Rearranged by the CPS: it was Tuesday 12 January 2027 at Lloyd House" in officer
    assert "It is held on Tuesday 12 January 2027 by Prosecutor2 Tester instead" in page(
        browser, "clinic", session=session.pk
    )


def test_a_session_is_changed_but_not_over_somebody_else_s_change(cast, session, as_user):
    browser, address = as_user(cast.manager), reverse("clinic_change", kwargs={"session": session.pk})
    assert 'value="9:30am"' in browser.get(address).content.decode()
    form = {"place": "Harborne", "starts_at": "9:30am", "ends_at": "1pm", "slot_minutes": "30", "seen": "0"}
    assert browser.post(address, form).status_code == 302
    assert refused(browser.post(address, form), "Someone changed this session since you opened the page")
    session.refresh_from_db()
    assert (session.place, session.capacity, session.remote_possible) == ("Harborne", 7, False)


def test_a_page_of_a_session_that_was_cancelled_leads_to_it(cast, session, as_user):
    ClinicSession.objects.update(cancelled_at=NOW)
    for name in ("clinic_change", "clinic_cancel", "clinic_rearrange"):
        response = as_user(cast.manager).post(reverse(name, kwargs={"session": session.pk}), {})
        assert response.url == reverse("clinic", kwargs={"session": session.pk})


def test_the_prosecutor_records_attendance(cast, drive, session, as_user):
    booking = book(drive, drive.case(), session)
    address = reverse("clinic_attendance", kwargs={"urn": booking.case_file.urn, "booking": booking.pk})
    with time_machine.travel(session.slots[1]):
        browser = as_user(cast.prosecutor)
        assert "Attendance to record (1)" in page(browser, "clinics")
        assert address in page(browser, "clinic", session=session.pk)
        assert refused(browser.post(address, {"attended": "yes"}), "Select what came of it")
        assert browser.post(address, {"attended": "yes", "outcome": "more_needed"}).status_code == 302
        assert "Attendance to record" not in page(browser, "clinics")
    assert ClinicBooking.objects.get().outcome == "more_needed"


def test_who_recorded_it_meanwhile_is_not_undone(cast, drive, session, as_user):
    booking = book(drive, drive.case(), session)
    address = reverse("clinic_attendance", kwargs={"urn": booking.case_file.urn, "booking": booking.pk})
    with time_machine.travel(session.slots[1]):
        lead, host = as_user(cast.manager), as_user(cast.prosecutor)
        seen = opened(lead, address)
        assert host.post(address, {"attended": "yes", "outcome": "advice_given"}).status_code == 302
        answer = lead.post(address, {"attended": "no", **seen})
        assert answer.status_code == 409
        assert f"{cast.prosecutor.signature} changed this" in answer.content.decode()
        assert ClinicBooking.objects.get().outcome == "advice_given"
        assert lead.post(address, {"attended": "no", **opened(lead, address)}).status_code == 302
    assert ClinicBooking.objects.get().attended is False


@pytest.mark.parametrize("who", ["investigator", "gatekeeper", "liaison", "auditor"])
def test_who_does_not_host_records_no_attendance(cast, drive, session, as_user, who):
    booking = book(drive, drive.case(), session)
    address = reverse("clinic_attendance", kwargs={"urn": booking.case_file.urn, "booking": booking.pk})
    assert as_user(getattr(cast, who)).post(address, {"attended": "no"}).status_code == 403


def test_weeks_of_a_series_are_found_on_the_second_page(cast, as_user):
    planned(cast, until=TUESDAY + 30 * WEEK)
    text = as_user(cast.investigator).get(reverse("clinics") + "?page=2").content.decode()
    assert "Week of Monday 5 July 2027" in text
