from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.deadlines.calendar import OutsideCalendar, is_working_day
from casework.people.roles import CPS_ROLES, POLICE_ROLES, Role
from notifications.ladder import LADDER, LONDON, Stage, ladder_for, next_moment, stage_reached

days = st.dates(date(2024, 2, 1), date(2028, 11, 30))
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
# The machine may be busy: how long an example takes proves nothing.
unhurried = settings(deadline=None)
roles = st.sampled_from(sorted(POLICE_ROLES | CPS_ROLES))
OFFICER = Role.INVESTIGATOR
LATE = {Role.GATEKEEPER: [Stage.MEETING], OFFICER: [Stage.SUPERVISOR, Stage.GATEKEEPER, Stage.MEETING]}


def order(role: str) -> list[Stage | None]:
    return [None, *(rung.stage for rung in ladder_for(role))]


def eight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=LONDON)


def told_on(due_on: date) -> list[date]:
    return [rung.moment(due_on).date() for rung in LADDER]


@pytest.mark.parametrize(
    ("due_on", "soon", "overdue"),
    [
        (date(2026, 11, 24), date(2026, 11, 20), date(2026, 11, 25)),  # over a weekend
        (date(2026, 11, 20), date(2026, 11, 18), date(2026, 11, 23)),  # a Friday
        (date(2026, 11, 22), date(2026, 11, 19), date(2026, 11, 23)),  # a Sunday
        (date(2027, 3, 30), date(2027, 3, 24), date(2027, 3, 31)),  # Good Friday and Easter Monday before it
        (date(2027, 3, 25), date(2027, 3, 23), date(2027, 3, 30)),  # Maundy Thursday
        (date(2026, 12, 24), date(2026, 12, 22), date(2026, 12, 29)),  # Boxing Day kept on the Monday
        (date(2026, 12, 29), date(2026, 12, 23), date(2026, 12, 30)),
        (date(2026, 12, 31), date(2026, 12, 29), date(2027, 1, 4)),  # New Year's Day
    ],
)
def test_stages_keep_to_working_days(due_on, soon, overdue):
    assert told_on(due_on) == [soon, due_on, overdue]


@pytest.mark.parametrize(
    ("due_on", "offsets"),
    [
        (date(2026, 3, 30), [0, 1, 1]),  # clocks go forward on Sunday 29 March
        (date(2026, 10, 26), [1, 0, 0]),  # clocks go back on Sunday 25 October
    ],
)
def test_it_is_eight_in_london_on_both_sides_of_a_change_of_the_clocks(due_on, offsets):
    moments = [rung.moment(due_on) for rung in LADDER]
    assert [moment.hour for moment in moments] == [8, 8, 8]
    assert [moment.utcoffset() for moment in moments] == [timedelta(hours=hours) for hours in offsets]


def test_a_stage_is_reached_on_its_minute():
    due_on = date(2026, 6, 16)
    assert stage_reached(due_on, datetime(2026, 6, 16, 6, 59, 59, tzinfo=UTC), OFFICER) == Stage.DUE_SOON
    assert stage_reached(due_on, datetime(2026, 6, 16, 7, 0, tzinfo=UTC), OFFICER) == Stage.DUE


def test_before_the_first_stage_there_is_nothing_to_tell():
    now = datetime(2026, 11, 2, tzinfo=UTC)
    assert stage_reached(date(2026, 11, 24), now, OFFICER) is None
    assert next_moment(date(2026, 11, 24), now, OFFICER) == eight(date(2026, 11, 20))


def test_after_the_last_stage_nothing_is_to_come():
    now = datetime(2026, 12, 24, tzinfo=UTC)
    assert stage_reached(date(2026, 11, 24), now, OFFICER) == Stage.MEETING
    assert next_moment(date(2026, 11, 24), now, OFFICER) is None


def test_a_date_beyond_the_calendar_is_refused():
    with pytest.raises(OutsideCalendar):
        stage_reached(date(2035, 6, 1), datetime(2026, 1, 1, tzinfo=UTC), OFFICER)


@pytest.mark.parametrize("role", LATE)
def test_ranks_over_who_owes_the_work_are_told_one_after_the_other(role):
    due_on = date(2026, 11, 24)
    late = [stage_reached(due_on, eight(date(2026, 11, 25)) + timedelta(days=day), role) for day in range(20)]
    assert list(dict.fromkeys(late)) == [Stage.OVERDUE, *LATE[role]]


@unhurried
@given(days, roles)
def test_the_rungs_are_in_the_order_of_time(due_on, role):
    moments = [rung.moment(due_on) for rung in ladder_for(role)]
    assert moments == sorted(set(moments))


@unhurried
@given(days)
def test_early_and_late_stages_fall_on_working_days(due_on):
    soon, due, overdue = told_on(due_on)
    assert is_working_day(soon)
    assert is_working_day(overdue)
    assert due == due_on


@unhurried
@given(days, moments, st.timedeltas(timedelta(0), timedelta(days=20)), roles)
def test_stages_never_go_back(due_on, now, later, role):
    reached = order(role).index
    assert reached(stage_reached(due_on, now, role)) <= reached(stage_reached(due_on, now + later, role))


@unhurried
@given(days, st.integers(-20 * 24, 20 * 24), roles)
def test_the_next_moment_is_ahead_and_begins_the_next_stage(due_on, hours, role):
    now = eight(due_on).astimezone(UTC) + timedelta(hours=hours)
    moment, reached = next_moment(due_on, now, role), order(role).index
    if moment is None:
        assert stage_reached(due_on, now, role) == Stage.MEETING
    else:
        assert moment > now
        assert reached(stage_reached(due_on, moment, role)) == reached(stage_reached(due_on, now, role)) + 1


@unhurried
@given(days, st.integers(-20 * 24, 20 * 24), roles)
def test_no_stage_is_told_before_its_moment(due_on, hours, role):
    now = eight(due_on).astimezone(UTC) + timedelta(hours=hours)
    stage = stage_reached(due_on, now, role)
    assert all(rung.moment(due_on) <= now for rung in ladder_for(role) if rung.stage == stage)
