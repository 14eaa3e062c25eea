from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.deadlines.calendar import OutsideCalendar, is_working_day
from casework.escalations.ladder import SUGGESTED
from casework.people.roles import CPS_ROLES, POLICE_ROLES, Role
from notifications.ladders.moments import LONDON, Schedule, schedule_of
from notifications.ladders.stages import Stage
from notifications.ladders.timings import timings

days = st.dates(date(2024, 2, 1), date(2028, 9, 30))
# The machine may be busy: how long an example takes proves nothing.
unhurried = settings(deadline=None)
roles = st.sampled_from(sorted(POLICE_ROLES | CPS_ROLES))
kinds = st.sampled_from(sorted(timings()))
OFFICER = Role.INVESTIGATOR
LATE = {Role.GATEKEEPER: [Stage.MEETING], OFFICER: [Stage.SUPERVISOR, Stage.GATEKEEPER, Stage.MEETING]}


def eight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=LONDON)


def schedule(due_on: date, role: str = OFFICER, kind: str = "") -> Schedule:
    return schedule_of(due_on, role, timings()[kind], SUGGESTED)


def told_on(due_on: date) -> list[date]:
    return [telling.moment.date() for telling in schedule(due_on).tellings][:3]


def reached(due_on: date, now: datetime, role: str = OFFICER, kind: str = "") -> list[tuple[Stage, int]]:
    return [(each.stage, each.occurrence) for each in schedule(due_on, role, kind).reached(now)]


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
    moments = [telling.moment for telling in schedule(due_on).tellings][:3]
    assert [moment.hour for moment in moments] == [8, 8, 8]
    assert [moment.utcoffset() for moment in moments] == [timedelta(hours=hours) for hours in offsets]


def test_a_stage_is_reached_on_its_minute():
    due_on = date(2026, 6, 16)
    assert reached(due_on, datetime(2026, 6, 16, 6, 59, 59, tzinfo=UTC)) == [(Stage.DUE_SOON, 2)]
    assert reached(due_on, datetime(2026, 6, 16, 7, 0, tzinfo=UTC)) == [(Stage.DUE, 0)]


def test_before_the_first_stage_there_is_nothing_to_tell():
    now = datetime(2026, 11, 2, tzinfo=UTC)
    assert reached(date(2026, 11, 24), now) == []
    assert schedule(date(2026, 11, 24)).next_moment(now) == eight(date(2026, 11, 20))


def test_what_is_late_is_told_again_every_five_working_days_and_then_no_more():
    due_on = date(2026, 11, 24)
    again = [each.moment.date() for each in schedule(due_on).tellings if each.stage == Stage.AGAIN]
    assert again[:3] == [date(2026, 12, 2), date(2026, 12, 9), date(2026, 12, 16)]
    assert len(again) == timings()[""].again_times
    assert schedule(due_on).next_moment(eight(again[-1])) is None


def test_a_custody_limit_is_warned_of_by_days_of_the_calendar():
    due_on = date(2026, 11, 24)
    warned = [
        each for each in schedule(due_on, kind="custody_limit.keep").tellings if each.moment < eight(due_on)
    ]
    assert [(due_on - each.moment.date()).days for each in warned] == [56, 28, 14, 7, 3, 1]
    assert [each.occurrence for each in warned] == [56, 28, 14, 7, 3, 1]


def test_a_date_beyond_the_calendar_is_refused():
    with pytest.raises(OutsideCalendar):
        schedule(date(2035, 6, 1))


@pytest.mark.parametrize("role", LATE)
def test_ranks_over_who_owes_the_work_are_told_one_after_the_other(role):
    ranks = [each for each in schedule(date(2026, 11, 24), role).tellings if not each.to_owner]
    assert [each.stage for each in ranks] == LATE[role]
    assert ranks == sorted(ranks, key=lambda each: each.moment)


def test_a_rank_that_an_outage_went_over_is_told_beside_the_last():
    stages = [stage for stage, _ in reached(date(2026, 11, 24), eight(date(2027, 1, 28)))]
    assert stages == [Stage.AGAIN, *LATE[OFFICER]]


@unhurried
@given(days, roles, kinds)
def test_the_stages_are_in_the_order_of_time_and_differ(due_on, role, kind):
    tellings = schedule(due_on, role, kind).tellings
    assert [each.moment for each in tellings] == sorted(each.moment for each in tellings)
    assert len({(each.stage, each.occurrence) for each in tellings}) == len(tellings)


@unhurried
@given(days, roles)
def test_but_for_the_due_date_itself_stages_fall_on_working_days(due_on, role):
    told = [each.moment.date() for each in schedule(due_on, role).tellings if each.stage != Stage.DUE]
    assert all(map(is_working_day, told))


@unhurried
@given(days, st.integers(-70 * 24, 70 * 24), roles, kinds)
def test_who_owes_the_work_is_told_the_last_stage_alone_and_none_before_its_moment(due_on, hours, role, kind):
    now = eight(due_on).astimezone(UTC) + timedelta(hours=hours)
    found = schedule(due_on, role, kind).reached(now)
    assert all(each.moment <= now for each in found)
    assert sum(each.to_owner for each in found) <= 1


@unhurried
@given(days, st.integers(-70 * 24, 70 * 24), roles, kinds)
def test_the_next_moment_is_ahead_and_begins_something_new(due_on, hours, role, kind):
    now = eight(due_on).astimezone(UTC) + timedelta(hours=hours)
    asked = schedule(due_on, role, kind)
    moment = asked.next_moment(now)
    if moment is None:
        assert asked.tellings[-1].moment <= now
    else:
        assert moment > now
        assert asked.reached(moment) != asked.reached(now)
        assert asked.reached(moment - timedelta(seconds=1)) == asked.reached(now)
