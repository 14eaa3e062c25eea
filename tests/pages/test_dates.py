from datetime import UTC, date, datetime

import pytest
import time_machine

from casework.pages.dates import due_in, govuk_date, govuk_datetime, govuk_day, govuk_time

TODAY = date(2026, 11, 24)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_it_says_a_date():
    assert govuk_date(date(2026, 11, 4)) == "4 November 2026"


def test_it_says_a_deadline_with_its_day():
    assert govuk_day(TODAY) == "Tuesday 24 November 2026"


def test_it_says_a_moment():
    assert govuk_datetime(utc(2026, 11, 24, 17, 30)) == "24 November 2026 at 5:30pm"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (utc(2026, 1, 5, 0, 0), "midnight"),
        (utc(2026, 1, 5, 12, 0), "midday"),
        (utc(2026, 1, 5, 0, 1), "12:01am"),
        (utc(2026, 1, 5, 12, 5), "12:05pm"),
        (utc(2026, 1, 5, 9, 0), "9am"),
        (utc(2026, 1, 5, 23, 59), "11:59pm"),
    ],
)
def test_it_says_a_time(moment, words):
    assert govuk_time(moment) == words


def test_summer_time_moves_the_hour():
    assert govuk_time(utc(2026, 7, 1, 11, 0)) == "midday"


def test_summer_time_moves_the_day():
    assert govuk_datetime(utc(2026, 6, 30, 23, 0)) == "1 July 2026 at midnight"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        # 1am to 2am does not exist on 29 March 2026, and comes twice on 25 October 2026.
        (utc(2026, 3, 29, 0, 59), "12:59am"),
        (utc(2026, 3, 29, 1, 0), "2am"),
        (utc(2026, 10, 25, 0, 30), "1:30am"),
        (utc(2026, 10, 25, 1, 30), "1:30am"),
        (utc(2026, 10, 25, 2, 0), "2am"),
    ],
)
def test_the_clock_changes(moment, words):
    assert govuk_time(moment) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 21), "overdue by 3 days"),
        (date(2026, 11, 23), "overdue by 1 day"),
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 25), "tomorrow"),
        (date(2026, 11, 28), "in 4 days"),
    ],
)
def test_it_says_how_far_off_a_date_is(day, words):
    assert due_in(day, TODAY) == words


def test_how_far_off_counts_local_days():
    # 11:30pm in London on 24 June is still 24 June; half past midnight is the 25th.
    assert due_in(utc(2026, 6, 24, 22, 30), date(2026, 6, 24)) == "today"
    assert due_in(utc(2026, 6, 24, 23, 30), today=date(2026, 6, 24)) == "tomorrow"


def test_how_far_off_starts_from_today_in_london():
    with time_machine.travel(utc(2026, 6, 24, 23, 30), tick=False):
        assert due_in(date(2026, 6, 25)) == "today"


@pytest.mark.parametrize("words", [govuk_date, govuk_day, govuk_time, govuk_datetime, due_in])
def test_nothing_is_said_of_no_date(words):
    assert words(None) == ""
