"""Booking a slot, changing it, giving it back, and recording who came: what the verbs ask for themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile
from casework.clinics.bookings import (
    SlotTaken,
    clinic_attendance_record,
    clinic_booking_cancel,
    clinic_rebook,
)
from casework.clinics.models import ClinicBooking
from casework.clinics.rearranging import clinic_cancel, clinic_rearrange
from casework.errors import Overtaken, RuleBroken
from casework.people.roles import Role
from tests.cast import organisation
from tests.clinics.planned import NOW, TUESDAY, book, manager, second_prosecutor, session_of
from tests.clinics.test_planning import away

pytestmark = pytest.mark.django_db

DURING = NOW + timedelta(days=8, hours=1)


@pytest.fixture
def session(cast):
    return session_of(cast)


def on_case(case, user, role):
    return actor_on(CaseFile.objects.get(pk=case.pk), user, [role])


def test_a_booked_slot_is_in_the_log_of_the_case(drive, session):
    case = drive.case()
    booking = book(drive, case, session, mode="video", note="S1's phone")
    assert (booking.is_open, booking.follow_up, booking.case_file) == (True, False, case)
    event = case.events.latest("pk")
    assert (event.words, event.subject) == ("Clinic slot booked", booking.pk)
    assert event.reason == "Tuesday 12 January 2027 at 9:30am, Lloyd House, by video"


def test_a_booking_before_the_request_shows_the_case_to_the_cps_only_if_that_is_meant(drive, session):
    case = drive.case()
    with pytest.raises(RuleBroken, match="Confirm that the CPS") as refusal:
        book(drive, case, session, share=False)
    assert refusal.value.field == "share"
    assert not CaseFile.objects.visible_to(drive.cast.prosecutor).exists()
    book(drive, case, session)
    assert CaseFile.objects.visible_to(drive.cast.prosecutor).get() == case


def test_a_case_that_was_sent_needs_no_confirmation(drive, session):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    assert book(drive, case, session, share=False).is_open


@pytest.mark.parametrize(
    "steps",
    [
        (),
        ("request",),
        ("request", "reject"),
        ("request", "accept"),
        ("request", "accept", "advise"),
        ("request", "accept", "advise", "acknowledge"),
    ],
)
def test_a_slot_can_be_booked_wherever_early_advice_is_wanted(drive, session, steps):
    case, at = drive.case(), {"request": "consider", "reject": "triage", "accept": "triage"}
    drive.do(case, *(f"early_advice.{at.get(step, step)} {step}" for step in steps))
    assert book(drive, case, session, at=timezone.now()).follow_up == ("advise" in steps)


def test_no_slot_where_early_advice_is_not_sought(drive, session):
    case = drive.case()
    drive.do(case, "early_advice.consider not_sought")
    with pytest.raises(RuleBroken, match="not sought"):
        book(drive, case, session)


def test_who_is_second_is_told_that_the_slot_is_taken(drive, session):
    book(drive, drive.case(), session)
    with pytest.raises(SlotTaken, match="taken meanwhile"):
        book(drive, drive.case(), session)


def test_a_case_holds_one_slot_at_a_time(drive, session):
    case = drive.case()
    book(drive, case, session)
    with pytest.raises(RuleBroken, match="holds a slot already: Tuesday 12 January 2027 at 9:30am"):
        book(drive, case, session, slot=1)


@pytest.mark.parametrize(
    ("field", "words", "changes"),
    [
        ("slot", "have changed", {"starts_at": NOW}),
        ("slot", "in the future", {"at": NOW + timedelta(days=9)}),
        ("mode", "at the station only", {"mode": "video"}),
    ],
)
def test_a_slot_that_is_not_to_be_had(cast, drive, field, words, changes):
    session = session_of(cast, remote_possible=False)
    with pytest.raises(RuleBroken, match=words) as refusal:
        book(drive, drive.case(), session, **changes)
    assert refusal.value.field == field


def test_no_slot_in_a_session_that_was_cancelled_or_is_of_another_force(cast, drive, session):
    clinic_cancel(session=session, by=manager(cast), at=NOW, reason="Court duty")
    with pytest.raises(RuleBroken, match="cancelled meanwhile"):
        book(drive, drive.case(), session)
    elsewhere = session_of(cast, force=organisation("force", "Staffordshire Police"))
    with pytest.raises(RuleBroken, match="of the force and the area"):
        book(drive, drive.case(), elsewhere)


def change(drive, booking, session, slot, **changes):
    case = booking.case_file
    details = {
        "case": case,
        "by": on_case(case, drive.cast.investigator, Role.INVESTIGATOR),
        "at": NOW,
        "booking": booking,
        "session": session,
        "starts_at": session.slots[slot],
        "mode": "station",
    }
    return clinic_rebook(**{**details, **changes})


def test_a_slot_is_changed_for_another_and_is_free_for_others(cast, drive, session):
    later = session_of(cast, on=TUESDAY + timedelta(days=7))
    booking = book(drive, drive.case(), session)
    change(drive, booking, later, 1)
    booking.refresh_from_db()
    assert (booking.session, booking.starts_at, booking.sequence) == (later, later.slots[1], 1)
    assert book(drive, drive.case(), session).is_open


def test_the_own_slot_is_no_obstacle_and_another_s_is(drive, session):
    booking = book(drive, drive.case(), session)
    assert change(drive, booking, session, 0, mode="video").mode == "video"
    book(drive, drive.case(), session, slot=1)
    with pytest.raises(SlotTaken):
        change(drive, booking, session, 1)


def test_what_was_given_back_or_moved_meanwhile_is_not_changed(cast, drive, session):
    later = session_of(cast, on=TUESDAY + timedelta(days=7))
    booking = book(drive, drive.case(), session)
    read_before = ClinicBooking.objects.select_related("session", "case_file").get(pk=booking.pk)
    moved = {"on": TUESDAY + timedelta(days=1), "prosecutor": cast.prosecutor, "reason": "Court"}
    clinic_rearrange(session=session, by=manager(cast), at=NOW, keep_bookings=True, **moved)
    with pytest.raises(Overtaken):
        change(drive, read_before, later, 0)
    give_back(drive, ClinicBooking.objects.get(pk=booking.pk))
    with pytest.raises(Overtaken):
        give_back(drive, ClinicBooking.objects.get(pk=booking.pk))


def give_back(drive, booking, at=NOW) -> None:
    by = on_case(booking.case_file, drive.cast.investigator, Role.INVESTIGATOR)
    clinic_booking_cancel(case=booking.case_file, by=by, at=at, booking=booking, reason="Victim ill")


def test_a_slot_that_was_given_back_is_free_and_the_row_stays(drive, session):
    booking = book(drive, drive.case(), session)
    give_back(drive, booking)
    booking.refresh_from_db()
    assert (booking.cancelled_side, booking.cancel_reason, booking.is_open) == ("police", "Victim ill", False)
    assert book(drive, drive.case(), session).pk != booking.pk


def test_a_slot_that_has_begun_is_neither_changed_nor_given_back(cast, drive, session):
    later = session_of(cast, on=TUESDAY + timedelta(days=7))
    booking = book(drive, drive.case(), session)
    with pytest.raises(RuleBroken, match="has begun"):
        give_back(drive, booking, at=DURING)
    with pytest.raises(RuleBroken, match="has begun"):
        change(drive, booking, later, 0, at=DURING)


def record(drive, booking, user, role, at=DURING, **changes) -> None:
    case = booking.case_file
    details = {"attended": True, "outcome": "advice_given", "at": at, "booking": booking, "case": case}
    clinic_attendance_record(**{**details, **changes}, by=on_case(case, user, role))
    booking.refresh_from_db()


def test_the_prosecutor_records_who_came_and_puts_it_right(cast, drive, session):
    booking = book(drive, drive.case(), session)
    record(drive, booking, cast.prosecutor, Role.PROSECUTOR)
    assert (booking.attended, booking.outcome) == (True, "advice_given")
    assert booking.case_file.events.latest("pk").reason.endswith("Lloyd House. Advice given")
    record(drive, booking, cast.prosecutor, Role.PROSECUTOR, attended=False)
    assert (booking.attended, booking.outcome) == (False, "")
    assert book(drive, booking.case_file, session, slot=2).is_open


def test_who_leads_or_stands_in_for_the_prosecutor_records_too_and_no_other(cast, drive, session):
    second, booking = second_prosecutor(cast), book(drive, drive.case(), session)
    with pytest.raises(RuleBroken, match="Only the prosecutor"):
        record(drive, booking, second, Role.PROSECUTOR)
    record(drive, booking, cast.manager, Role.PROSECUTION_MANAGER)
    today = timezone.localdate()
    away(cast.prosecutor, second, today, today)
    del second.stands_in_for
    record(drive, booking, second, Role.PROSECUTOR)
    event = booking.case_file.events.latest("pk")
    assert (event.actor, event.on_behalf_of) == (second, cast.prosecutor)


@pytest.mark.parametrize(
    ("words", "changes"),
    [("from when the slot begins", {"at": NOW}), ("Select what came of it", {"outcome": ""})],
)
def test_what_cannot_be_recorded(cast, drive, session, words, changes):
    booking = book(drive, drive.case(), session)
    with pytest.raises(RuleBroken, match=words):
        record(drive, booking, cast.prosecutor, Role.PROSECUTOR, **changes)


def test_attendance_of_a_slot_that_was_given_back_is_not_recorded(cast, drive, session):
    booking = book(drive, drive.case(), session)
    give_back(drive, booking)
    with pytest.raises(Overtaken):
        record(drive, booking, cast.prosecutor, Role.PROSECUTOR)
