"""The file with the changes over it: without a database, read once, and read anew."""

from __future__ import annotations

from datetime import date
from threading import Thread

import pytest
from celery.signals import task_prerun
from django.core.signals import request_started

from casework.deadlines.calendar import working_days_after
from casework.deadlines.holidays import (
    Change,
    bank_holidays,
    changes_from,
    holidays_of_file,
    holidays_supposed,
    holidays_with,
    years_held,
)

CORONATION = date(2023, 5, 8)
FRIDAY = date(2026, 11, 27)
MONDAY = date(2026, 11, 30)


@pytest.fixture
def read():
    """What was changed, and how often somebody asked for it."""

    class Read(list):
        asked = 0

        def __call__(self):
            self.asked += 1
            return list(self)

    made = Read()
    changes_from(made)
    return made


def test_a_change_is_seen_in_their_order_and_the_file_stays_as_it_is():
    added, gone = Change(MONDAY, is_added=True), Change(MONDAY, is_added=False)
    assert holidays_with([added]) == holidays_of_file() | {MONDAY}
    assert (
        holidays_with([added, gone]) == holidays_with([Change(MONDAY, is_added=False)]) == holidays_of_file()
    )
    assert CORONATION not in holidays_with([Change(CORONATION, is_added=False)])


@pytest.mark.django_db
def test_the_changes_are_read_once_and_anew_when_a_request_or_a_task_begins(read):
    assert working_days_after(FRIDAY, 1) == MONDAY
    read.append(Change(MONDAY, is_added=True))
    assert working_days_after(FRIDAY, 1) == MONDAY
    for begins in (request_started, task_prerun):
        begins.send(sender=None)
        assert working_days_after(FRIDAY, 1) == date(2026, 12, 1)
    assert bank_holidays()
    assert read.asked == 3


def test_a_thread_that_counts_for_the_first_time_reads_for_itself(read):
    bank_holidays()
    read.append(Change(MONDAY, is_added=True))
    found = []
    other = Thread(target=lambda: found.append(working_days_after(FRIDAY, 1)))
    other.start()
    other.join()
    assert found == [date(2026, 12, 1)]


def test_days_can_be_supposed_without_anybody_else_counting_with_them(read):
    with holidays_supposed(frozenset({MONDAY})):
        assert working_days_after(FRIDAY, 1) == date(2026, 12, 1)
    assert working_days_after(FRIDAY, 1) == MONDAY


@pytest.mark.django_db
def test_a_day_that_is_added_beyond_the_file_makes_no_year_known(read):
    years = years_held()
    read.append(Change(date(2031, 5, 5), is_added=True))
    request_started.send(sender=None)
    assert date(2031, 5, 5) in bank_holidays()
    assert years_held() == years
