"""Two people at one slot, on two real connections: one has it, the other is told."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from casework.casefiles.services import suspect_add
from casework.clinics.bookings import clinic_rebook
from casework.clinics.forms import slot_key
from casework.clinics.models import ClinicBooking, ClinicSession
from casework.clinics.rearranging import clinic_cancel, clinic_rearrange
from casework.errors import RuleBroken
from casework.last_looked.selectors import changes_for
from casework.last_looked.services import case_looked_at
from casework.people.roles import Role
from tests.cast import Driver, make_cast
from tests.clinics.planned import NOW, TUESDAY, book, manager, planned, second_prosecutor, session_of
from tests.clinics.test_booking import on_case
from tests.workflows.test_races import at_once, poster
from workflows.engine import work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drive() -> Driver:
    return Driver(make_cast())


def booking_of(drive, as_user, session, case, who):
    address = reverse("clinic_book", kwargs={"urn": case.urn, "session": session.pk})
    form = {"slot": slot_key(session.slots[0]), "mode": "station", "share": "on"}
    return poster(as_user(who), address, form)


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_book_one_slot_one_has_it(drive, as_user, attempt):
    cast, session = drive.cast, session_of(drive.cast)
    officers = (cast.investigator, cast.investigator2)
    acts = [booking_of(drive, as_user, session, drive.case(), who) for who in officers]
    assert sorted(at_once(*acts)) == [302, 409]
    assert ClinicBooking.objects.count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_book_for_one_case_one_does(drive, as_user, attempt):
    cast, case = drive.cast, drive.case()
    sessions = [session_of(cast, on=TUESDAY + timedelta(days=days)) for days in (0, 7)]
    acts = [booking_of(drive, as_user, each, case, cast.investigator) for each in sessions]
    assert sorted(at_once(*acts)) == [302, 422]
    assert ClinicBooking.objects.open().count() == 1


def tried(act, *args, **kwargs):
    """0 when it was done, 1 when it was refused in words; a deadlock or a violated constraint is neither."""

    def run() -> int:
        try:
            act(*args, **kwargs)
        except RuleBroken:
            return 1
        except OperationalError:
            return 2
        return 0

    return run


@pytest.mark.parametrize("attempt", range(3))
def test_a_slot_is_changed_while_its_session_is_cancelled(drive, attempt):
    cast, case = drive.cast, drive.case()
    first, later = (session_of(cast, on=TUESDAY + timedelta(days=days)) for days in (0, 7))
    booking = book(drive, case, first)
    by = on_case(case, cast.investigator, Role.INVESTIGATOR)
    to = {"session": later, "starts_at": later.slots[0], "mode": "station"}
    answers = at_once(
        tried(clinic_rebook, case=case, by=by, at=NOW, booking=booking, **to),
        tried(clinic_cancel, session=first, by=manager(cast), at=NOW, reason="Court duty"),
    )
    booking.refresh_from_db()
    assert answers in ([0, 0], [1, 0])
    assert (booking.session == later, booking.is_open) == ((answers[0] == 0),) * 2


@pytest.mark.parametrize("attempt", range(3))
def test_two_managers_plan_one_prosecutor_once(drive, attempt):
    cast = drive.cast
    assert sorted(at_once(tried(planned, cast), tried(planned, cast))) == [0, 1]
    assert ClinicSession.objects.count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_two_sessions_that_change_places_do_not_wait_for_each_other(drive, attempt):
    cast, other = drive.cast, second_prosecutor(drive.cast)
    sessions = {other: session_of(cast), cast.prosecutor: session_of(cast, prosecutor=other)}
    about = {"by": manager(cast), "at": NOW, "on": TUESDAY + timedelta(days=7)}
    about |= {"keep_bookings": True, "reason": "Court duty"}
    acts = [
        tried(clinic_rearrange, session=session, prosecutor=to, **about) for to, session in sessions.items()
    ]
    assert at_once(*acts) == [0, 0]


@pytest.mark.parametrize("attempt", range(3))
def test_a_session_is_cancelled_once(drive, attempt):
    session = session_of(drive.cast)
    about = {"session": session, "by": manager(drive.cast), "at": NOW, "reason": "Court duty"}
    assert sorted(at_once(tried(clinic_cancel, **about), tried(clinic_cancel, **about))) == [0, 1]
    assert session.events.filter(verb="cancelled").count() == 1


@pytest.mark.parametrize("way", ["cancelled", "moved"])
def test_a_released_slot_is_news_to_an_officer_who_looks_at_the_same_instant(drive, way):
    """What a colleague does meanwhile is written after it, so that who saw that has seen this."""
    cast, case = drive.cast, drive.case()
    session = session_of(cast)
    book(drive, case, session)
    told: list[str] = []

    def look() -> None:
        changes = changes_for(cast.investigator, case)
        told.extend(event.verb for event in changes.events)
        case_looked_at(person=cast.investigator, case=case, seen=changes.newest, at=NOW)

    def work_and_look() -> None:
        at = {"case": case, "by": cast.supervisor, "roles": (Role.SUPERVISOR,), "at": NOW}
        work.act_on_case(verb=suspect_add, family_name="Suspectname", **at)
        look()
        connection.close()

    look()
    meanwhile = Thread(target=work_and_look)
    with transaction.atomic():
        by = {"session": session, "by": manager(cast), "at": NOW, "reason": "Court duty"}
        if way == "cancelled":
            clinic_cancel(**by)
        else:
            later = TUESDAY + timedelta(days=7)
            clinic_rearrange(on=later, prosecutor=cast.prosecutor, keep_bookings=True, **by)
        meanwhile.start()
        meanwhile.join(1)
    meanwhile.join(30)
    look()
    assert f"session_{way}" in told
    assert "suspect_added" in told
