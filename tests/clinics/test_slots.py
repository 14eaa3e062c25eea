"""Slots never overlap and never leave the session, on days on which the clocks change too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casework.clinics.forms import slot_key, slot_moment
from casework.clinics.slots import LONDON, moment, slots_between
from casework.pages.clock_field import clock_time, clock_words

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
DAYS = st.one_of(st.sampled_from([SPRING, AUTUMN]), st.dates(date(2026, 1, 1), date(2030, 12, 31)))


@given(on=DAYS, starts=st.times(), ends=st.times(), minutes=st.integers(5, 240))
@example(on=SPRING, starts=time(0, 30), ends=time(3, 30), minutes=30)
@example(on=AUTUMN, starts=time(0, 30), ends=time(3), minutes=30)
def test_slots_follow_each_other_inside_the_session(on, starts, ends, minutes):
    begin, end, length = moment(on, starts), moment(on, ends), timedelta(minutes=minutes)
    slots = slots_between(begin, end, minutes)
    assert all(later - earlier == length for earlier, later in pairwise(slots))
    assert all(begin <= slot and slot + length <= end for slot in slots)
    # No further slot would fit.
    assert (slots[-1] + 2 * length if slots else begin + length) > end
    assert len({slot_key(slot) for slot in slots}) == len(slots)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_slot_is_found_again_by_what_the_form_sends(at):
    at = at.replace(second=0, microsecond=0)
    assert slot_moment(slot_key(at)) == at == slot_moment(slot_key(at.astimezone(LONDON)))


@pytest.mark.parametrize(("on", "slots"), [(SPRING, 4), (date(2027, 3, 21), 6), (AUTUMN, 8)])
def test_the_night_on_which_the_clocks_change_has_an_hour_less_or_more(on, slots):
    assert len(slots_between(moment(on, time(0, 30)), moment(on, time(3, 30)), 30)) == slots


def test_a_session_is_at_the_same_clock_time_all_year():
    hours = {moment(date(2027, month, 5), time(9, 30)).astimezone(LONDON).time() for month in range(1, 13)}
    assert hours == {time(9, 30)}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("9am", time(9)), ("9:30am", time(9, 30)), ("2 pm", time(14)), ("14:00", time(14))),
        *(("12am", time(0)), ("12.15pm", time(12, 15)), ("Midday", time(12)), ("00:05", time(0, 5))),
        *((wrong, None) for wrong in ("9", "13pm", "0am", "24:00", "9:60", "nine", "٩am", "")),
    ],
)
def test_a_time_as_people_write_it(typed, meant):
    assert clock_time(typed) == meant


@given(st.times())
def test_a_time_reads_as_it_is_shown(value):
    value = value.replace(second=0, microsecond=0)
    assert clock_time(clock_words(value)) == value
