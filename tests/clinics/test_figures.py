"""Whether one day a week was kept, and what came of the slots: counted from the rows."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from casework.clinics.bookings import clinic_booking_cancel
from casework.clinics.figures import mondays, month_before, months_of
from casework.clinics.models import ClinicBooking, ClinicSession
from casework.clinics.rearranging import clinic_cancel
from casework.early_advice.models import EarlyAdviceRequest
from casework.people.roles import Role
from tests.clinics.planned import NOW, TUESDAY, book, manager, planned
from tests.clinics.reading import page
from tests.clinics.test_booking import on_case

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def january(cast, drive):
    """Sessions on 12, 19 and 26 January 2027: the second is cancelled, and slots end in every way."""
    first, second, third = planned(cast, until=TUESDAY + 2 * WEEK).sessions
    cases = [drive.case() for _ in range(5)]
    came, missed, given_back = (book(drive, case, first, slot=slot) for slot, case in enumerate(cases[:3]))
    by = on_case(given_back.case_file, cast.investigator, Role.INVESTIGATOR)
    clinic_booking_cancel(case=given_back.case_file, by=by, at=NOW, booking=given_back, reason="Ill")
    book(drive, cases[3], second)
    clinic_cancel(session=second, by=manager(cast), at=NOW, reason="Court duty")
    follow_up = book(drive, cases[4], third)
    ClinicBooking.objects.filter(pk=came.pk).update(attended=True, outcome="advice_given")
    ClinicBooking.objects.filter(pk=missed.pk).update(attended=False)
    ClinicBooking.objects.filter(pk=follow_up.pk).update(follow_up=True)
    EarlyAdviceRequest.objects.exclude(case_file=cases[1]).update(
        requested_at=datetime(2027, 1, 2, 10, tzinfo=UTC)
    )
    return cast


def test_what_came_of_the_slots_of_a_month(january):
    (month,) = months_of(january.force, january.prosecutor, date(2027, 1, 31), 1)
    figures = month.figures
    assert (figures.sessions, figures.offered, figures.booked) == (2, 6, 3)
    assert (figures.attended, figures.missed) == (1, 1)
    assert (figures.cancelled_by_police, figures.cancelled_by_cps) == (1, 1)
    assert (figures.waits, figures.typical_wait) == ([10], 10)


@pytest.mark.parametrize(
    ("today", "kept", "weeks", "days"),
    [(date(2027, 1, 12), 1, 1, 1), (date(2027, 1, 11), 0, 1, 0), (date(2027, 1, 31), 2, 3, 2)],
)
def test_a_week_counts_from_the_first_session_and_is_kept_by_one_that_was_held(
    january, today, kept, weeks, days
):
    (month,) = months_of(january.force, january.prosecutor, today, 1)
    assert (month.weeks_kept, month.weeks, month.days) == (kept, weeks, days)


def test_a_force_without_clinics_has_no_weeks(cast):
    months = months_of(cast.force, cast.manager, TUESDAY, 3)
    assert [(month.weeks, month.figures.offered) for month in months] == [(0, 0)] * 3


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 40))
def test_months_and_their_mondays_leave_out_no_week(day, number):
    first = day.replace(day=1)
    assert month_before(month_before(first, number), -number) == first
    this, following = mondays(first), mondays(month_before(first, -1))
    assert following[0] - this[-1] == WEEK
    assert all(monday.weekday() == 0 for monday in this)


def test_the_figures_by_session_are_safe_in_a_spreadsheet(january, as_user):
    ClinicSession.objects.update(place="=1+1")
    with time_machine.travel(datetime(2027, 1, 31, 12, tzinfo=UTC)):
        response = as_user(january.gatekeeper).get(reverse("clinic_figures_export"))
    assert 'filename="clinic-figures-2027-01-31.csv"' in response.headers["Content-Disposition"]
    rows = list(csv.reader(response.content.decode("utf-8-sig").splitlines()))
    assert [row[0] for row in rows[2:]] == ["2027-01-26", "2027-01-19", "2027-01-12"]
    assert rows[4] == ["2027-01-12", "'=1+1", "Prosecutor Tester", "no", "3", "2", "1", "1", "1", "0", "10"]


def numbers(text: str, row: str) -> list[int]:
    """The cells of the row that begins so."""
    rows = BeautifulSoup(text, "html5lib").find_all("tr")
    found = next(each for each in rows if each.th.get_text().startswith(row))
    return [int(cell.get_text()) for cell in found.find_all("td")]


def test_the_page_shows_a_force_of_the_area_and_of_no_other(january, as_user):
    with time_machine.travel(datetime(2027, 1, 31, 12, tzinfo=UTC)):
        browser = as_user(january.manager)
        west = f"?force={january.force.pk}&months=6"
        text = browser.get(reverse("clinic_figures") + west).content.decode()
        assert "West Midlands Police" in text
        assert "2 of 3" in text
        assert "January 2027" in text
        assert numbers(text, "January 2027") == numbers(text, "Together") == [6, 3, 1, 1, 1, 1, 10]
        assert "West Midlands Police" in page(as_user(january.gatekeeper), "clinic_figures")
        junk = browser.get(reverse("clinic_figures") + "?force=0&months=junk")
        assert junk.status_code == 200
