"""Two who change the bank holidays at the same instant, and a change while somebody holds a case."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from casework.bank_holidays.models import BankHolidayChange
from casework.bank_holidays.selectors import SETTLED_AFTER
from casework.casefiles.models import CaseFile
from casework.database import whole
from casework.deadlines.holidays import holidays_stale
from casework.errors import RuleBroken
from tests.bank_holidays.changed import NOW, THURSDAY, change, reviewed
from tests.cast import Driver, make_cast
from workflows.recount import recount, recounts_finish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_tuesday")]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_administrators_cannot_both_add_a_day(self):
        cast, start, told = make_cast(), threading.Barrier(2), []

        def act() -> None:
            holidays_stale()
            start.wait()
            try:
                change(cast)
            except RuleBroken as refusal:
                told.append(refusal)
            finally:
                connection.close()

        threads = [threading.Thread(target=act) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert len(told) == 1
        assert BankHolidayChange.objects.count() == 1

    def test_a_change_waits_for_one_before_it_so_that_a_date_passes_over_both_days(self):
        drive, made, later = Driver(make_cast()), threading.Event(), threading.Event()
        owed, friday = reviewed(drive), date(2027, 6, 11)

        def first() -> None:
            holidays_stale()
            with whole():
                change(drive.cast, on=friday)
                made.set()
                later.wait(0.5)
            connection.close()

        thread = threading.Thread(target=first)
        thread.start()
        made.wait(30)
        recount(change=change(drive.cast, on=THURSDAY), at=NOW)
        later.set()
        thread.join(30)
        recount(change=BankHolidayChange.objects.get(day=friday), at=NOW)
        recounts_finish(now=NOW + SETTLED_AFTER)
        owed.refresh_from_db()
        assert owed.due_on == date(2027, 6, 14)

    def test_a_case_that_somebody_holds_is_left_and_counted_later(self):
        drive = Driver(make_cast())
        held, free = reviewed(drive), reviewed(drive)
        made, holds, done = change(drive.cast), threading.Event(), threading.Event()

        def hold() -> None:
            with transaction.atomic():
                CaseFile.objects.select_for_update().get(pk=held.case_file_id)
                holds.set()
                done.wait(30)
            connection.close()

        holder = threading.Thread(target=hold)
        holder.start()
        holds.wait(30)
        found = recount(change=made, at=NOW)
        done.set()
        holder.join(30)
        assert found.moved
        assert found.left
        for owed, on in ((held, THURSDAY), (free, date(2027, 6, 11))):
            owed.refresh_from_db()
            assert owed.due_on == on
        assert recounts_finish(now=NOW + SETTLED_AFTER) == found.left
