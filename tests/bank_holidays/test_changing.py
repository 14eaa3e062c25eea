"""An administrator changes the bank holidays: what is counted from then on, and what was counted already."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from casework.bank_holidays.models import BankHolidayChange, CalendarRecount
from casework.bank_holidays.selectors import SETTLED_AFTER
from casework.deadlines.calendar import working_days_after
from casework.deadlines.holidays import bank_holidays
from casework.deadlines.rules import due_on
from casework.errors import RuleBroken
from casework.events.models import Event
from casework.letters.models import Letter
from casework.obligations.models import Obligation
from casework.obligations.services import obligation_move
from casework.victim_contacts.models import VictimContact
from casework.victim_statements.models import VpsCheckpoint
from tests.bank_holidays.changed import NOW, SOURCE, THURSDAY, Kind, change, reviewed
from tests.cast import NOT_CHARGED, TO_CHARGE, TO_DECISION
from tests.samples import day
from workflows.recount import moves, recount, recounts_finish
from workflows.tasks import recount_dates

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_tuesday")]


def add(browser, on=THURSDAY, **more):
    return browser.post(reverse("bank_holiday_add"), {**day("day", on), "source": SOURCE, **more})


def test_what_is_counted_from_then_on_leaves_the_day_out(cast):
    change(cast)
    assert working_days_after(NOW.date(), 2) == date(2027, 6, 11)
    assert due_on("GATEKEEPER_REVIEW", NOW.date()) == date(2027, 6, 11)
    change(cast, kind=Kind.REMOVED)
    assert working_days_after(NOW.date(), 2) == THURSDAY


def test_the_page_says_first_how_many_open_dates_move_and_then_moves_them(drive, cast, as_user):
    owed, browser = reviewed(drive), as_user(cast.administrator)
    asked = add(browser)
    assert asked.status_code == 200
    page = asked.content.decode()
    assert "open date" in page
    assert SOURCE in page
    assert not BankHolidayChange.objects.exists()
    done = add(browser, confirmed="1")
    assert done.status_code == 302
    owed.refresh_from_db()
    assert owed.due_on == date(2027, 6, 11)
    assert owed.clocks["GATEKEEPER_REVIEW"] == "2027-06-11"
    assert owed.act_after == NOW
    recounted = CalendarRecount.objects.get()
    assert recounted.left == 0
    assert f"{recounted.moved} open date" in page
    listed = browser.get(done.url).content.decode()
    assert "Thursday 10 June 2027" in listed
    assert cast.administrator.signature in listed


def test_the_activity_of_the_case_says_from_where_to_where_and_why(drive, cast, as_user):
    owed = reviewed(drive)
    add(as_user(cast.administrator), confirmed="1")
    event = Event.objects.get(case_file=owed.case_file, verb="date_moved", subject=owed.subject)
    assert event.reason == (
        "from 10 June 2027 to 11 June 2027. Bank holiday on Thursday 10 June 2027 added: " + SOURCE + "."
    )
    assert event.actor == cast.administrator


def test_a_date_that_the_record_holds_moves_there_too(drive, cast):
    case = drive.case()
    drive.do(case, "vps_offer.offer offer", "vps_offer.answer decline", *TO_CHARGE)
    checkpoint = VpsCheckpoint.objects.get(case_file=case, kind=VpsCheckpoint.Kind.CHARGE)
    assert checkpoint.due_on == date(2027, 6, 9)
    owed = Obligation.objects.open().get(subject=checkpoint.pk)
    recount(change=change(cast, on=date(2027, 6, 9)), at=NOW)
    for each in (checkpoint, owed):
        each.refresh_from_db()
        assert each.due_on == THURSDAY


def test_taking_a_day_out_brings_the_dates_back(drive, cast, as_user):
    owed, browser = reviewed(drive), as_user(cast.administrator)
    add(browser, confirmed="1")
    address = reverse("bank_holiday_take_out", kwargs={"day": THURSDAY.isoformat()})
    assert "open date" in browser.post(address, {"source": "Revoked"}).content.decode()
    browser.post(address, {"source": "Revoked", "confirmed": "1"})
    owed.refresh_from_db()
    assert owed.due_on == THURSDAY
    assert THURSDAY not in bank_holidays()
    assert browser.get(address).status_code == 404


def test_what_somebody_has_set_stays(drive, cast):
    owed = reviewed(drive)
    obligation_move(subject=owed.subject, clock="GATEKEEPER_REVIEW", on=date(2027, 6, 18), at=NOW)
    recount(change=change(cast), at=NOW)
    owed.refresh_from_db()
    assert owed.due_on == date(2027, 6, 18)


def test_counting_again_moves_nothing_more(drive, cast):
    reviewed(drive)
    made = change(cast)
    assert recount(change=made, at=NOW).moved > 0
    assert recount(change=made, at=NOW) == (0, 0)


def test_what_is_too_much_for_once_is_left_to_the_tick(drive, cast):
    first, second = reviewed(drive), reviewed(drive)
    made = change(cast)
    done = recount(change=made, at=NOW, most=1)
    assert done.moved
    assert done.left
    later = NOW + SETTLED_AFTER
    with time_machine.travel(later, tick=False):
        recount_dates()
    for owed in (first, second):
        owed.refresh_from_db()
        assert owed.due_on == date(2027, 6, 11)
    assert recounts_finish(now=later) == 0
    assert CalendarRecount.objects.count() == 2


def test_what_a_request_counted_that_was_under_way_is_counted_again(drive, cast):
    owed = reviewed(drive)
    made = change(cast)
    recount(change=made, at=NOW)
    # A request that had read the calendar before commits only now.
    obligation_move(
        subject=owed.subject, clock="GATEKEEPER_REVIEW", on=THURSDAY, at=NOW,
        counted=owed.how_counted("GATEKEEPER_REVIEW"),
    )  # fmt: skip
    assert recounts_finish(now=NOW + timedelta(minutes=1)) == 0
    assert recounts_finish(now=NOW + SETTLED_AFTER) == 1
    owed.refresh_from_db()
    assert owed.due_on == date(2027, 6, 11)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2027, 5, 3), "is a bank holiday already"),
        (date(2027, 6, 12), "no working day already"),
        (date(2029, 6, 12), "The day must be between 2012 and 2028"),
    ],
)
def test_a_change_that_changes_nothing_is_refused(cast, as_user, on, words):
    answer = add(as_user(cast.administrator), on=on)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_day_that_is_no_bank_holiday_cannot_be_taken_out(cast):
    with pytest.raises(RuleBroken, match="is not a bank holiday"):
        change(cast, kind=Kind.REMOVED)


def test_the_database_keeps_every_change_as_it_was_made(cast):
    made = change(cast)
    for attempt in (made.delete, lambda: BankHolidayChange.objects.update(source="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_an_administrator_of_any_force_or_area_changes_it_and_nobody_else(cast, as_user):
    for who in (cast.supervisor, cast.manager, cast.auditor):
        assert add(as_user(who), confirmed="1").status_code == 403
    assert not BankHolidayChange.objects.exists()


def test_the_dates_that_move_are_found_in_one_query(drive, cast, django_assert_num_queries):
    for _ in range(2):
        reviewed(drive)
    held = bank_holidays()
    with django_assert_num_queries(1):
        assert list(moves(Obligation.objects.open(), before=held, now=held | {THURSDAY}))


def test_the_limit_to_tell_a_victim_moves_with_its_date_and_back(drive, cast):
    case, wednesday = drive.case(), date(2027, 6, 9)
    drive.do(case, *TO_CHARGE)
    duty = VictimContact.objects.filter(case_file=case, due_on=wednesday).first()
    for kind, until in ((Kind.ADDED, THURSDAY), (Kind.REMOVED, wednesday)):
        recount(change=change(cast, on=wednesday, kind=kind), at=NOW)
        duty.refresh_from_db()
        assert (duty.due_on, duty.limit_on) == (until, until)


def test_the_next_date_to_try_stays_and_so_does_the_limit_of_the_code(drive, cast):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    owner = VictimContact.objects.filter(case_file=case).latest("opened_at").position
    drive.do(case, f"victim_contact attempt-{owner.replace('_', '-')}")
    duty = VictimContact.objects.get(case_file=case, entries__reached=False)
    before = (duty.due_on, duty.limit_on)
    recount(change=change(cast, on=duty.due_on), at=NOW)
    duty.refresh_from_db()
    assert (duty.due_on, duty.limit_on) == before


def test_what_a_letter_has_told_is_said_on_the_case_once(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *TO_DECISION, *NOT_CHARGED)
    drive.letter(case)
    drive.do(case, "letter.draft draft", "letter.check approve", "letter.send sent")
    version, made = Letter.objects.get().current, change(cast)
    for _ in range(2):
        recount(change=made, at=NOW)
    told = Event.objects.get(case_file=case, verb="told_date_moved")
    assert told.subject == version.letter_id
    assert told.reason.startswith(
        "V1, no further action, S1: the letter of 8 June 2027 says 22 June 2027, and it is 23 June 2027 now. "
    )
    page = as_user(cast.liaison).get(reverse("case_activity", kwargs={"urn": case.urn})).content.decode()
    assert "Date in a letter to a victim has moved" in page
    assert version.words_of("review") == Letter.objects.get().current.words_of("review")
