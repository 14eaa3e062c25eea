"""Every unit, direction and roll against a naive count, day by day over ten years, with other bank holidays.

The oracle lists the days on which somebody works and looks along the list; its bank holidays are those of an
independent package. It shares nothing with what it checks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from casework.deadlines.calendar import is_working_day
from casework.deadlines.holidays import bank_holidays, years_held
from casework.deadlines.units import hours_from, months_after, reckoned, rolled

LONDON = ZoneInfo("Europe/London")
INDEPENDENT = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2029))
ALL_DAYS = [
    date(2012, 1, 1) + timedelta(days=n) for n in range((date(2028, 12, 31) - date(2012, 1, 1)).days + 1)
]
WORKED = [day for day in ALL_DAYS if day.weekday() < 5 and day not in INDEPENDENT]
# Ten years, with room at both ends for what is counted from them.
DAYS = st.dates(date(2017, 1, 1), date(2026, 12, 31))
COUNTS = st.integers(0, 250)
IN_DAYS = st.sampled_from(["working_day", "business_day"])


def naive(start: date, count: int, direction: str) -> date:
    if count == 0:
        return start
    if direction == "after":
        return WORKED[bisect_right(WORKED, start) + count - 1]
    return WORKED[bisect_left(WORKED, start) - count]


@given(DAYS, COUNTS, IN_DAYS, st.sampled_from(["after", "before"]))
def test_working_and_business_days_after_and_before(start, count, unit, direction):
    assert reckoned(start, count, unit, direction) == naive(start, count, direction)


@given(DAYS, COUNTS, st.sampled_from(["after", "before"]))
def test_days_of_the_calendar(start, count, direction):
    position = ALL_DAYS.index(start)
    found = ALL_DAYS[position + count if direction == "after" else position - count]
    assert reckoned(start, count, "calendar_day", direction) == found


@given(DAYS, st.integers(-24, 24))
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month(start, count):
    of_month = [day for day in ALL_DAYS if month_of(day) == month_of(start) + count and day.day <= start.day]
    assert months_after(start, count) == of_month[-1]


def month_of(day: date) -> int:
    return day.year * 12 + day.month


@given(DAYS)
def test_a_roll_goes_to_the_nearest_business_day_on_its_side(day):
    assert rolled(day, "") == day
    assert rolled(day, "next_business_day") == WORKED[bisect_left(WORKED, day)]
    assert rolled(day, "previous_business_day") == WORKED[bisect_right(WORKED, day) - 1]


@given(
    st.builds(datetime.combine, DAYS, st.times(), st.just(LONDON)),
    st.integers(0, 200),
)
def test_hours_pass_at_the_same_pace_whatever_the_clocks_do(start, count):
    assert hours_from(start, count, "after").timestamp() == start.timestamp() + count * 3600
    assert hours_from(start, count, "before").timestamp() == start.timestamp() - count * 3600


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        # The clocks go forward at 1am on 28 March 2027, and back at 2am on 25 October 2026.
        ((2027, 3, 28, 0, 30), 1, (2027, 3, 28, 2, 30)),
        ((2027, 3, 27, 2, 30), 24, (2027, 3, 28, 3, 30)),
        ((2026, 10, 25, 0, 30), 1, (2026, 10, 25, 1, 30)),
        ((2026, 10, 25, 0, 30), 3, (2026, 10, 25, 2, 30)),
        ((2026, 10, 24, 12, 0), 72, (2026, 10, 27, 11, 0)),
    ],
)
def test_hours_across_a_change_of_the_clocks_worked_by_hand(start, hours, end):
    found = hours_from(datetime(*start, tzinfo=LONDON), hours, "after").astimezone(LONDON)
    assert found.timetuple()[:5] == end


def test_the_hour_that_comes_twice_is_two_hours_long():
    first = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    second = first.replace(fold=1)
    assert hours_from(first, 1, "after") == second.astimezone(UTC)


def test_the_calendar_holds_seventeen_whole_years():
    assert list(years_held()) == list(range(2012, 2029))


def test_every_day_of_every_year_is_worked_or_not_as_the_independent_calendar_says():
    assert [day for day in ALL_DAYS if is_working_day(day)] == WORKED


@pytest.mark.parametrize("year", range(2012, 2029))
def test_good_friday_and_easter_monday_of_every_year(year):
    sunday = easter(year)
    assert {sunday - timedelta(days=2), sunday + timedelta(days=1)} <= bank_holidays()


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # Christmas Day on a Sunday: Boxing Day on its own day, and the Tuesday.
        (2016, {(12, 26), (12, 27)}),
        (2022, {(12, 26), (12, 27)}),
        # Boxing Day on a Saturday: the Monday.
        (2020, {(12, 25), (12, 28)}),
        (2026, {(12, 25), (12, 28)}),
        # Christmas Day on a Saturday: Monday and Tuesday.
        (2021, {(12, 27), (12, 28)}),
        (2027, {(12, 27), (12, 28)}),
        # Both on weekdays.
        (2024, {(12, 25), (12, 26)}),
    ],
)
def test_christmas_on_a_weekend(year, days):
    off = {
        (day.month, day.day)
        for day in ALL_DAYS
        if day.year == year and day.month == 12 and day.weekday() < 5 and not is_working_day(day)
    }
    assert off == days


@pytest.mark.parametrize(
    ("on", "is_off"),
    [
        # The diamond jubilee of 2012, and the spring bank holiday that moved to it.
        (date(2012, 6, 4), True),
        (date(2012, 6, 5), True),
        (date(2012, 5, 28), False),
        # VE Day in 2020 took the place of the first Monday of May.
        (date(2020, 5, 8), True),
        (date(2020, 5, 4), False),
        # The platinum jubilee of 2022, and the last Monday of May that moved to it.
        (date(2022, 6, 2), True),
        (date(2022, 6, 3), True),
        (date(2022, 5, 30), False),
        # The state funeral, and the coronation.
        (date(2022, 9, 19), True),
        (date(2023, 5, 8), True),
        (date(2023, 5, 1), True),
    ],
)
def test_the_days_of_one_year_only(on, is_off):
    assert is_working_day(on) is not is_off
