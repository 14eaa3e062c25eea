"""Working days, against a naive oracle and an independent package."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.deadlines.calendar import (
    OutsideCalendar,
    is_working_day,
    working_days_after,
    working_days_before,
)
from casework.deadlines.holidays import bank_holidays, years_held
from casework.deadlines.rules import due_on, versions

DAYS = st.dates(date(2013, 1, 1), date(2027, 6, 30))
COUNTS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 11, 24), 1, date(2026, 11, 25)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        # Christmas Day on a Friday: Boxing Day is moved to Monday 28 December.
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 4, 2), 2, date(2026, 4, 8)),
        # The two bank holidays of June 2022, and the funeral of 19 September 2022.
        (date(2022, 6, 1), 1, date(2022, 6, 6)),
        (date(2022, 9, 16), 1, date(2022, 9, 20)),
        (date(2023, 5, 5), 1, date(2023, 5, 9)),
        (date(2024, 2, 28), 2, date(2024, 3, 1)),
    ],
)
def test_working_days_worked_out_by_hand(start, count, due):
    assert working_days_after(start, count) == due
    assert working_days_before(due, count) == start


@given(DAYS, COUNTS)
def test_the_end_is_a_working_day_and_the_naive_count_agrees(start, count):
    end = working_days_after(start, count)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(is_working_day(day) for day in between) == count
    assert count == 0 or is_working_day(end)


@given(DAYS, COUNTS)
def test_later_starts_and_longer_counts_never_end_earlier(start, count):
    assert working_days_after(start + timedelta(days=1), count) >= working_days_after(start, count)
    assert working_days_after(start, count + 1) > working_days_after(start, count)


@given(DAYS.filter(is_working_day), COUNTS)
def test_forward_and_back_is_where_one_began(start, count):
    assert working_days_before(working_days_after(start, count), count) == start


def test_bank_holidays_agree_with_an_independent_package_on_every_weekday():
    years = years_held()
    independent = holidays.country_holidays("GB", subdiv="ENG", years=years)
    ours = {day for day in bank_holidays() if day.weekday() < 5}
    assert ours == {day for day in independent if day.weekday() < 5}


def test_beyond_the_data_there_is_an_error_and_no_guess():
    with pytest.raises(OutsideCalendar):
        working_days_after(date(years_held()[-1], 12, 29), 5)


@pytest.mark.parametrize(
    ("rule", "trigger", "due"),
    [
        ("EARLY_ADVICE", date(2026, 11, 24), date(2026, 12, 15)),
        ("GATEKEEPER_REVIEW", date(2026, 12, 24), date(2026, 12, 30)),
        ("CPS_TRIAGE", date(2026, 11, 24), date(2026, 11, 27)),
        ("VPS_AFTER_CHARGE", date(2026, 11, 27), date(2026, 11, 30)),
        ("VPS_BEFORE_TRIAL_FIRST", date(2027, 6, 14), date(2027, 5, 17)),
        ("VPS_BEFORE_TRIAL_LAST", date(2027, 6, 14), date(2027, 6, 7)),
    ],
)
def test_time_limits_worked_out_by_hand(rule, trigger, due):
    assert due_on(rule, trigger) == due


def test_every_rule_says_where_it_comes_from_and_how_sure_that_is():
    every = [rule for rules in versions().values() for rule in rules]
    assert all(rule.source and rule.confidence in ("sourced", "assumption") for rule in every)
    assert all(bool(rule.instrument) == bool(rule.provision) for rule in every)
