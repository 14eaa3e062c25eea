"""The pure rules: spells that cover the time exactly, whole days that add up, and who goes before whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.people.roles import Side
from casework.whose_clock.parties import Party
from casework.whose_clock.spells import Spell, clipped, spells, time_by_party, whole_days
from casework.whose_clock.standing import Owed, Paused, Stage, Standing

LONDON = ZoneInfo("Europe/London")
BEGAN = datetime(2026, 1, 5, 9, tzinfo=LONDON)
SIDES = st.sampled_from([None, *Side])
# Few moments, so that much happens at the same one; some before the registration, some after the end.
MOMENTS = st.integers(-3, 40).map(lambda hours: BEGAN + timedelta(hours=hours * 7))
OWED = st.builds(Owed, MOMENTS, st.sampled_from("abcd"), SIDES, st.sampled_from(Stage))
HAPPENINGS = st.lists(OWED | st.builds(Paused, MOMENTS, SIDES), max_size=25)
TIMES = st.dictionaries(st.sampled_from(Party), st.timedeltas(timedelta(), timedelta(days=900)))


def day(number: float) -> datetime:
    return BEGAN + timedelta(days=number)


def noon(*on: int) -> datetime:
    return datetime(*on, 12, tzinfo=LONDON)


def owed(number: float, record: str, side: Side | None, stage: Stage = Stage.WORK) -> Owed:
    return Owed(day(number), record, side, stage)


def parties(*happenings, until: float = 10) -> list[tuple[str, float]]:
    """The spells, each by party with its length in days."""
    found = spells(happenings, BEGAN, day(until))
    return [(spell.party.value, spell.length / timedelta(days=1)) for spell in found]


@given(HAPPENINGS, MOMENTS)
def test_the_spells_cover_the_time_since_the_registration_exactly(happenings, until):
    found = spells(happenings, BEGAN, until)
    if until <= BEGAN:
        assert found == []
        return
    assert (found[0].began_at, found[-1].ended_at) == (BEGAN, until)
    assert all(one.ended_at == other.began_at for one, other in pairwise(found))
    assert all(one.party != other.party for one, other in pairwise(found))
    assert all(spell.length > timedelta() for spell in found)
    assert sum(time_by_party(found).values(), timedelta()) == until - BEGAN


@given(HAPPENINGS, MOMENTS)
def test_at_each_moment_the_case_is_with_whom_all_that_has_happened_says(happenings, moment):
    """Against a recomputation from nothing but the last word on each record."""
    until = day(90)
    found = [spell for spell in spells(happenings, BEGAN, until) if spell.began_at <= moment < spell.ended_at]
    standing = Standing()
    for happening in sorted(happenings, key=lambda each: each.at):
        if happening.at <= moment:
            standing.take(happening)
    assert [spell.party for spell in found] == ([standing.party] if moment >= BEGAN else [])


@given(HAPPENINGS, MOMENTS, MOMENTS)
def test_two_periods_that_meet_hold_what_both_together_hold(happenings, one, other):
    whole, middle = spells(happenings, BEGAN, day(20)), min(one, other)
    parts = clipped(whole, BEGAN, middle) + clipped(whole, middle, day(20))
    assert time_by_party(parts) == time_by_party(clipped(whole, BEGAN, day(20)))


@given(TIMES)
def test_whole_days_add_up_and_none_is_a_day_off(times):
    days, one = whole_days(times), timedelta(days=1)
    total = sum(times.values(), timedelta())
    assert sum(days.values()) == (total + one / 2) // one
    assert all(abs(days[party] * one - time) < one for party, time in times.items())
    assert all(days[party] == 0 for party, time in times.items() if not time)


@pytest.mark.parametrize(
    ("police", "cps", "shown"),
    [
        ((1, 12), (1, 12), (2, 1)),
        ((0, 11), (0, 14), (0, 1)),
        ((3, 0), (0, 11), (3, 0)),
        ((2, 23), (0, 2), (3, 0)),
    ],
)
def test_the_missing_days_go_where_most_was_cut_off(police, cps, shown):
    times = {
        party: timedelta(days=days, hours=hours)
        for party, (days, hours) in ((Party.POLICE, police), (Party.CPS, cps))
    }
    assert tuple(whole_days(times).values()) == shown


def test_the_cps_goes_before_the_police():
    assert parties(owed(0, "file", Side.POLICE), owed(2, "advice", Side.CPS), owed(5, "advice", None)) == [
        ("police", 2),
        ("cps", 3),
        ("police", 5),
    ]


@pytest.mark.parametrize(("paused", "expected"), [(Side.POLICE, "third_party"), (Side.CPS, "police")])
def test_a_pause_counts_while_it_is_the_turn_of_the_side_that_paused(paused, expected):
    history = (owed(0, "file", Side.POLICE), Paused(day(3), paused), Paused(day(7), None))
    assert ("third_party" in dict(parties(*history))) == (expected == "third_party")


def test_a_pause_of_the_police_does_not_hide_the_time_of_the_cps():
    history = (owed(0, "file", Side.POLICE), Paused(day(1), Side.POLICE), owed(4, "request", Side.CPS))
    assert parties(*history) == [("police", 1), ("third_party", 3), ("cps", 6)]


def test_a_case_is_at_court_once_all_are_decided_and_somebody_is_charged():
    history = (
        owed(0, "S1", Side.CPS, Stage.DECISION),
        owed(0, "S2", Side.CPS, Stage.DECISION),
        owed(2, "S1", None, Stage.CHARGED),
        owed(5, "S2", None, Stage.DECISION),
    )
    assert parties(*history) == [("cps", 5), ("court", 5)]


def test_a_case_in_which_nobody_is_charged_is_at_rest():
    history = (owed(0, "S1", Side.CPS, Stage.DECISION), owed(2, "S1", None, Stage.DECISION))
    assert parties(*history) == [("cps", 2), ("nobody", 8)]


def test_advice_that_nobody_gave_holds_up_no_case_that_is_decided():
    history = (
        owed(0, "advice", Side.CPS, Stage.ADVICE),
        owed(1, "S1", Side.CPS, Stage.DECISION),
        owed(2, "S1", None, Stage.CHARGED),
    )
    assert parties(*history) == [("cps", 2), ("court", 8)]


def test_a_later_suspect_brings_a_case_back_from_court():
    history = (
        owed(0, "S1", Side.CPS, Stage.DECISION),
        owed(2, "S1", None, Stage.CHARGED),
        owed(6, "S2", Side.CPS, Stage.DECISION),
    )
    assert parties(*history) == [("cps", 2), ("court", 4), ("cps", 4)]


def test_what_lasts_no_time_leaves_no_spell():
    history = (owed(0, "file", Side.POLICE), owed(2, "file", Side.CPS), owed(2, "file", Side.POLICE))
    assert parties(*history) == [("police", 10)]


@pytest.mark.parametrize(
    ("began", "ended", "hours"),
    [
        (noon(2027, 3, 27), noon(2027, 3, 29), 47),
        (noon(2026, 10, 24), noon(2026, 10, 26), 49),
    ],
)
def test_the_hour_of_a_clock_change_is_counted_and_costs_no_day(began, ended, hours):
    times = time_by_party(spells([Owed(began, "file", Side.POLICE)], began, ended))
    assert times[Party.POLICE] == timedelta(hours=hours)
    assert whole_days(times)[Party.POLICE] == 2


def test_the_hour_that_comes_twice_is_two_hours():
    twice = [datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=fold).astimezone(UTC) for fold in (0, 1)]
    assert spells([], *twice) == [Spell(Party.NOBODY, *twice)]
    assert time_by_party(spells([], *twice))[Party.NOBODY] == timedelta(hours=1)


def test_a_spell_over_the_end_of_a_year_counts_every_day():
    since, until = (datetime(year, month, 15, 9, tzinfo=LONDON) for year, month in ((2027, 12), (2028, 3)))
    found = spells([Owed(since, "file", Side.POLICE)], since, until)
    # 2028 has a 29 February.
    assert whole_days(time_by_party(found))[Party.POLICE] == 91
