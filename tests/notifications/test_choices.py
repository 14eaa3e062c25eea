"""When a mail goes out, by what its person chose: pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.deadlines.calendar import is_day_off
from notifications.ladders.moments import LONDON
from notifications.models import Preference
from notifications.preferences.moments import mail_moment

moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001
clock = st.times().map(lambda at: at.replace(second=0, microsecond=0))
rhythms = st.sampled_from(Preference.Rhythm.values)


def london(day: int, hour: int, minute: int = 0, month: int = 11, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON, fold=fold)


def chosen(**choices) -> Preference:
    return Preference(**choices)


NIGHT = {"quiet_from": time(19), "quiet_to": time(7)}


@pytest.mark.parametrize(
    ("choices", "now", "goes"),
    [
        ({}, london(24, 3), london(24, 3)),
        (NIGHT, london(24, 18, 59), london(24, 18, 59)),
        (NIGHT, london(24, 19), london(25, 7)),
        (NIGHT, london(25, 6, 59), london(25, 7)),
        ({"quiet_from": time(9), "quiet_to": time(10)}, london(24, 9, 30), london(24, 10)),
        ({"working_days_only": True}, london(28, 12), london(30, 0)),
        ({"working_days_only": True, **NIGHT}, london(28, 12), london(30, 7)),
        ({"working_days_only": True, **NIGHT}, london(27, 20), london(30, 7)),
        ({"working_days_only": True}, london(25, 12, month=12), london(29, 0, month=12)),
        ({"rhythm": "daily"}, london(24, 7, 59), london(24, 8, 15)),
        ({"rhythm": "daily"}, london(24, 8), london(24, 8, 15)),
        ({"rhythm": "daily"}, london(24, 8, 15), london(25, 8, 15)),
        ({"rhythm": "daily", "working_days_only": True}, london(27, 9), london(30, 8, 15)),
        ({"rhythm": "weekly"}, london(24, 9), london(30, 8, 15)),
        ({"rhythm": "weekly"}, london(30, 8, 15), london(7, 8, 15, month=12)),
        # The clocks go back on 25 October 2026, and forward on 29 March.
        ({"rhythm": "daily"}, london(24, 9, month=10), london(25, 8, 15, month=10)),
        (NIGHT, london(24, 22, month=10), london(25, 7, month=10)),
        (NIGHT, london(28, 22, month=3), london(29, 7, month=3)),
    ],
)
def test_when_it_goes(choices, now, goes):
    assert mail_moment(chosen(**choices), now) == goes


def test_whoever_chose_nothing_is_told_at_once():
    assert mail_moment(None, london(28, 3)) == london(28, 3)


@settings(deadline=None)
@given(moments, rhythms, clock, clock, st.booleans())
def test_never_in_quiet_hours_nor_on_a_day_off_nor_lost(now, rhythm, begins, ends, working):
    hours = {} if begins == ends else {"quiet_from": begins, "quiet_to": ends}
    preference = chosen(rhythm=rhythm, working_days_only=working, **hours)
    moment = mail_moment(preference, now)
    local = moment.astimezone(LONDON)
    assert not preference.is_quiet(local.time())
    assert not (working and is_day_off(local.date()))
    # Christmas and its weekends are the longest that nobody works.
    assert now <= moment <= now + timedelta(days=7 + 5 + 1)
