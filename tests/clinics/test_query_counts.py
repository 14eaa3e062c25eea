"""The lists make the same number of queries with one row and with thirty."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.calendars.feeds import calendar_feed_make
from casework.clinics.models import ClinicBooking, ClinicSession
from casework.clinics.services import Hours
from tests.audit.costs import WRITTEN_DOWN
from tests.clinics.planned import NOW, TUESDAY, book, planned, second_prosecutor, session_of
from tests.clinics.test_planning import away
from tests.workflows.test_query_counts import queries

pytestmark = pytest.mark.django_db

ALL_DAY = Hours(time(8), time(18), 20)
LATER = NOW + timedelta(days=40 * 7)


def thirty_sessions(cast) -> None:
    planned(cast, on=TUESDAY + timedelta(days=7), until=TUESDAY + timedelta(days=30 * 7))


def copies(booking: ClinicBooking, number: int, **changes) -> None:
    """As many more bookings of the case as there are sessions, all but the first of them given back."""
    sessions = ClinicSession.objects.exclude(pk=booking.session_id)[:number]
    for session in sessions:
        fields = {field.name: getattr(booking, field.name) for field in ClinicBooking._meta.fields}
        fields |= {"session": session, "starts_at": session.slots[0], "attended": True, **changes}
        del fields["id"]
        ClinicBooking.objects.create(**fields)


@pytest.mark.parametrize("who", ["manager", "prosecutor", "investigator", "gatekeeper"])
def test_the_sessions_do_not_load_by_the_row(cast, drive, as_user, who):
    browser, address = as_user(getattr(cast, who)), reverse("clinics")
    booking = book(drive, drive.case(), session_of(cast))
    away(cast.prosecutor, second_prosecutor(cast), TUESDAY, TUESDAY + timedelta(days=10))
    one = queries(browser, address)
    ClinicSession.objects.filter(pk=booking.session_id).update(sequence=0)
    cast.prosecutor.absences.all().delete()
    thirty_sessions(cast)
    away(cast.prosecutor, cast.manager, TUESDAY, TUESDAY + timedelta(days=365))
    released = {"attended": None, "cancelled_at": NOW, "cancelled_by": cast.manager, "cancelled_side": "cps"}
    copies(booking, 30, **released)
    assert queries(browser, address) == one <= 16


def test_the_slots_of_a_session_do_not_load_by_the_slot(cast, drive, as_user):
    browser, session = as_user(cast.prosecutor), session_of(cast, hours=ALL_DAY)
    address = reverse("clinic", kwargs={"session": session.pk})
    book(drive, drive.case(), session)
    one = queries(browser, address)
    booking = ClinicBooking.objects.get()
    for slot in session.slots[1:]:
        fields = {field.name: getattr(booking, field.name) for field in ClinicBooking._meta.fields}
        del fields["id"]
        ClinicBooking.objects.create(**{**fields, "starts_at": slot, "attended": True})
    assert ClinicBooking.objects.count() == 30
    assert queries(browser, address) == one <= 15


@pytest.mark.parametrize("name", ["clinic_choose", "case_route"])
def test_a_case_does_not_load_by_its_slots_or_the_sessions(cast, drive, as_user, name):
    browser, case = as_user(cast.investigator), drive.case()
    where = {"urn": case.urn} | ({"route": "early-advice"} if name == "case_route" else {})
    address = reverse(name, kwargs=where)
    booking = book(drive, case, session_of(cast))
    session_of(cast, on=TUESDAY + timedelta(days=1))
    one = queries(browser, address)
    thirty_sessions(cast)
    copies(booking, 30)
    assert queries(browser, address) == one <= 19 + WRITTEN_DOWN


def test_the_figures_do_not_load_by_the_row(cast, drive, as_user):
    address = reverse("clinic_figures") + "?months=12"
    booking = book(drive, drive.case(), session_of(cast))
    with time_machine.travel(LATER):
        one = queries(as_user(cast.gatekeeper), address)
    thirty_sessions(cast)
    copies(booking, 30)
    with time_machine.travel(LATER):
        assert queries(as_user(cast.gatekeeper), address) == one <= 12


@pytest.mark.parametrize("who", ["prosecutor", "investigator"])
def test_the_feed_does_not_load_by_the_row(cast, drive, client, who):
    token = calendar_feed_make(person=getattr(cast, who), at=NOW)
    address = reverse("calendar", kwargs={"token": token})
    booking = book(drive, drive.case(), session_of(cast))
    one = queries(client, address)
    thirty_sessions(cast)
    copies(booking, 30)
    assert queries(client, address) == one <= 8


def test_attendance_to_record_does_not_load_by_the_slot(cast, drive, as_user):
    session = session_of(cast, hours=ALL_DAY)
    for slot in range(2):
        book(drive, drive.case(), session, slot=slot)
    counts = []
    for number in (1, 2):
        ClinicBooking.objects.filter(starts_at__gte=session.slots[number]).update(attended=True)
        with time_machine.travel(session.ends):
            counts.append(queries(as_user(cast.prosecutor), reverse("clinics")))
        ClinicBooking.objects.update(attended=None)
    assert counts[0] == counts[1]
