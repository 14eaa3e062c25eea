"""Planning sessions, changing, cancelling and rearranging them: what the verbs ask for themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from casework.absences.models import Absence
from casework.clinics.days import LeftOut
from casework.clinics.models import ClinicBooking, ClinicEvent, ClinicSession
from casework.clinics.rearranging import clinic_cancel, clinic_rearrange
from casework.clinics.selectors import sessions_to_rearrange
from casework.clinics.services import Hours, clinic_change
from casework.errors import RuleBroken
from tests.access.keeping import barred
from tests.cast import organisation
from tests.clinics.planned import HOURS, NOW, TUESDAY, book, manager, planned, second_prosecutor, session_of

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


def refused(field, words, act, *args, **kwargs) -> None:
    with pytest.raises(RuleBroken, match=words) as refusal:
        act(*args, **kwargs)
    assert refusal.value.field == field


def away(person, stand_in, first, last) -> None:
    Absence.objects.create(
        person=person,
        stand_in=stand_in,
        starts_on=first,
        ends_on=last,
        recorded_by=person,
        recorded_at=NOW,
    )


def test_a_session_has_the_slots_that_fit(cast):
    session = session_of(cast)
    assert [f"{slot:%H:%M}" for slot in session.slots] == ["09:30", "10:15", "11:00"]
    assert session.capacity == 3
    assert [event.verb for event in session.events.all()] == ["planned"]


def test_a_series_leaves_out_bank_holidays_and_says_so(cast):
    made = planned(cast, on=date(2027, 3, 15), until=date(2027, 4, 5))
    assert [session.on for session in made.sessions] == [
        date(2027, 3, 15),
        date(2027, 3, 22),
        date(2027, 4, 5),
    ]
    assert made.left_out == [LeftOut(date(2027, 3, 29), "a bank holiday")]


def test_a_series_leaves_out_days_on_which_the_prosecutor_is_away_or_elsewhere(cast):
    away(cast.prosecutor, second_prosecutor(cast), TUESDAY + WEEK, TUESDAY + WEEK)
    session_of(cast, on=TUESDAY + 2 * WEEK, place="Bournville Lane")
    made = planned(cast, until=TUESDAY + 3 * WEEK)
    assert [session.on for session in made.sessions] == [TUESDAY, TUESDAY + 3 * WEEK]
    assert [day.why for day in made.left_out] == [
        "the prosecutor is away",
        "the prosecutor has another session then",
    ]


@pytest.mark.parametrize(
    ("field", "words", "changes"),
    [
        ("on", "a bank holiday", {"on": date(2027, 12, 27)}),
        ("on", "a weekend", {"on": date(2027, 1, 9)}),
        ("on", "in the future", {"on": date(2027, 1, 4), "hours": replace(HOURS, starts_at=time(9))}),
        ("on", "up to the end of", {"on": date(2099, 1, 6)}),
        ("until", "first day or later", {"until": TUESDAY - WEEK}),
        ("until", "within a year", {"until": TUESDAY + timedelta(days=366)}),
        ("ends_at", "after it begins", {"hours": Hours(time(10), time(10), 30)}),
        ("ends_at", "long enough", {"hours": Hours(time(10), time(10, 29), 30)}),
        ("slot_minutes", "between 5 and 240", {"hours": Hours(time(10), time(12), 0)}),
    ],
)
def test_what_cannot_be_planned(cast, field, words, changes):
    refused(field, words, planned, cast, **changes)
    assert not ClinicSession.objects.exists()


def test_a_session_is_of_the_own_area_only(cast):
    refused("force", "force of your area", planned, cast, force=organisation("force", "Northumbria Police"))
    refused("prosecutor", "prosecutor of the area", planned, cast, prosecutor=cast.outside_prosecutor)
    refused("prosecutor", "prosecutor of the area", planned, cast, prosecutor=cast.manager)


def test_a_prosecutor_is_not_in_two_places_but_one_after_the_other(cast):
    session_of(cast)
    refused("on", "another session then", planned, cast, hours=Hours(time(11, 59), time(13), 30))
    assert session_of(cast, hours=Hours(time(12), time(13), 30)).capacity == 2


def change(cast, session, **changes) -> None:
    details = {
        "by": manager(cast),
        "at": NOW,
        "seen": session.sequence,
        "place": "Bournville Lane",
        "hours": HOURS,
        "remote_possible": True,
    }
    clinic_change(session=session, **{**details, **changes})
    session.refresh_from_db()


def test_a_change_keeps_what_is_booked_and_leaves_a_trail(cast, drive):
    session = session_of(cast)
    booking = book(drive, drive.case(), session, slot=1)
    change(cast, session, hours=Hours(time(10, 15), time(13), 15))
    booking.refresh_from_db()
    assert (session.place, session.capacity, session.sequence, booking.sequence) == (
        "Bournville Lane",
        11,
        1,
        1,
    )
    assert "Before: Lloyd House, 9:30am to midday" in session.events.get(verb="changed").words


@pytest.mark.parametrize(
    ("field", "words", "changes"),
    [
        ("starts_at", "slot at 9:30am is booked", {"hours": Hours(time(9), time(12), 45)}),
        ("remote_possible", "booked by video", {"remote_possible": False}),
        (None, "Someone changed this session", {"seen": 7}),
        ("on", "begin in the future", {"at": NOW + timedelta(days=9)}),
    ],
)
def test_what_cannot_be_changed(cast, drive, field, words, changes):
    session = session_of(cast)
    book(drive, drive.case(), session, mode="video")
    refused(field, words, change, cast, session, **changes)
    session.refresh_from_db()
    assert session.place == "Lloyd House"


def test_a_cancelled_session_releases_its_slots_and_each_case_says_so(cast, drive):
    session, case = session_of(cast), drive.case()
    booking = book(drive, case, session)
    released = clinic_cancel(session=session, by=manager(cast), at=NOW, reason="Court duty")
    assert released == [booking]
    booking.refresh_from_db()
    assert (booking.cancelled_side, booking.cancel_reason, booking.sequence) == ("cps", "Court duty", 1)
    event = case.events.latest("pk")
    assert event.words == "Clinic slot released by the CPS"
    assert event.reason == "Tuesday 12 January 2027 at 9:30am, Lloyd House. Court duty"


def test_a_slot_of_a_case_that_is_kept_from_who_cancels_is_neither_shown_nor_released(cast, drive, as_user):
    session, case = session_of(cast), drive.case()
    booking = book(drive, case, session)
    barred(case, cast.manager, by=cast.supervisor)
    page = as_user(cast.manager).get(reverse("clinic_cancel", kwargs={"session": session.pk}))
    assert (page.status_code, case.urn in page.content.decode()) == (200, False)
    with pytest.raises(RuleBroken, match="a case that you cannot see"):
        clinic_cancel(session=session, by=manager(cast), at=NOW, reason="Court duty")
    booking.refresh_from_db()
    assert booking.is_open


def rearrange(cast, session, **changes):
    details = {
        "by": manager(cast),
        "at": NOW,
        "on": TUESDAY + timedelta(days=1),
        "prosecutor": cast.prosecutor,
        "keep_bookings": True,
        "reason": "Court duty",
    }
    return clinic_rearrange(session=session, **{**details, **changes})


def test_the_bookings_go_along_to_another_day(cast, drive):
    session, case = session_of(cast), drive.case()
    booking = book(drive, case, session, slot=2)
    done = rearrange(cast, session)
    booking.refresh_from_db()
    assert (booking.session, booking.starts_at) == (done.session, done.session.slots[2])
    assert done.session.rearranged_from == ClinicSession.objects.get(cancelled_at__isnull=False) == session
    assert (done.moved, done.released) == ([booking], [])
    assert case.events.latest("pk").reason.startswith("From Tuesday 12 January 2027 at 11am")


def test_the_bookings_are_released_to_be_made_again(cast, drive):
    session, case = session_of(cast), drive.case()
    booking = book(drive, case, session)
    done = rearrange(cast, session, prosecutor=second_prosecutor(cast), on=TUESDAY, keep_bookings=False)
    assert done.released == [booking]
    assert not done.session.bookings.exists()
    assert book(drive, case, done.session).is_open


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("another date or select another prosecutor$", {"on": TUESDAY}),
        ("a weekend", {"on": date(2027, 1, 16)}),
        ("in the future", {"on": date(2026, 12, 1)}),
    ],
)
def test_what_is_no_rearranging(cast, words, changes):
    session = session_of(cast)
    refused("on", words, rearrange, cast, session, **changes)
    session.refresh_from_db()
    assert session.cancelled_at is None
    assert ClinicSession.objects.count() == 1


def test_what_was_cancelled_is_neither_cancelled_nor_changed_again(cast):
    session = session_of(cast)
    clinic_cancel(session=session, by=manager(cast), at=NOW, reason="Court duty")
    for act in (change, rearrange):
        refused(None, "cancelled meanwhile", act, cast, session)
    refused(None, "cancelled meanwhile", clinic_cancel, session=session, by=manager(cast), at=NOW, reason="x")


def test_a_session_that_somebody_attended_stays(cast, drive):
    session = session_of(cast)
    booking = book(drive, drive.case(), session)
    ClinicBooking.objects.filter(pk=booking.pk).update(attended=False)
    refused(None, "Attendance is recorded", rearrange, cast, session)


def test_sessions_of_who_is_away_are_shown_to_who_runs_them_and_nothing_moves(cast):
    first, _ = planned(cast, until=TUESDAY + WEEK).sessions
    second = second_prosecutor(cast)
    away(cast.prosecutor, second, TUESDAY - WEEK, TUESDAY)
    today = timezone.localdate(NOW)
    assert list(sessions_to_rearrange(cast.manager, today)) == [first]
    assert list(sessions_to_rearrange(cast.prosecutor, today)) == [first]
    for other in (second, cast.gatekeeper, cast.outside_prosecutor):
        assert list(sessions_to_rearrange(other, today)) == []
    assert ClinicSession.objects.standing().count() == 2


def test_an_absence_that_was_taken_back_moves_nobody(cast):
    session_of(cast)
    away(cast.prosecutor, second_prosecutor(cast), TUESDAY, TUESDAY)
    Absence.objects.update(ends_on=TUESDAY - timedelta(days=1))
    assert list(sessions_to_rearrange(cast.manager, timezone.localdate(NOW))) == []


def test_the_trail_of_a_session_is_written_once(cast):
    session_of(cast)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ClinicEvent.objects.update(words="Else")


@pytest.mark.parametrize("other_case", [True, False])
def test_the_database_holds_that_a_slot_and_a_case_are_booked_once(cast, drive, other_case):
    session, case = session_of(cast), drive.case()
    booking = book(drive, case, session)
    booking.pk, booking._state.adding = None, True
    booking.pk = ClinicBooking._meta.pk.get_default()
    if other_case:
        booking.case_file = drive.case()
    else:
        booking.starts_at = session.slots[1]
    constraint = "clinic_slot_booked_once" if other_case else "clinic_booking_open_once_per_case"
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        booking.save(force_insert=True)
