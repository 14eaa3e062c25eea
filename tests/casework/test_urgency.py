from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from casework.deadlines.checks import calendar_reaches_far_enough
from casework.deadlines.holidays import years_held
from casework.obligations.models import Obligation
from casework.obligations.urgency import Urgency, urgency_limits

TODAY = date(2026, 11, 24)
ORDER = [Urgency.CRITICAL, Urgency.OVERDUE, Urgency.SOON, Urgency.LATER]


def urgency_of(due_on: date | None, today: date) -> Urgency:
    """The urgency of one date; undated work is not due yet."""
    if due_on is None:
        return Urgency.LATER
    limits = urgency_limits(today)
    if due_on <= limits.critical_to:
        return Urgency.CRITICAL
    if due_on < today:
        return Urgency.OVERDUE
    return Urgency.SOON if due_on <= limits.soon_to else Urgency.LATER


@pytest.mark.parametrize(
    ("due_on", "urgency"),
    [
        (date(2026, 11, 17), Urgency.CRITICAL),
        (date(2026, 11, 18), Urgency.OVERDUE),
        (date(2026, 11, 23), Urgency.OVERDUE),
        (date(2026, 11, 24), Urgency.SOON),
        (date(2026, 11, 26), Urgency.SOON),
        (date(2026, 11, 27), Urgency.LATER),
        (None, Urgency.LATER),
    ],
)
def test_urgency_follows_the_date(due_on, urgency):
    assert urgency_of(due_on, TODAY) == urgency


@given(st.integers(-60, 60))
def test_a_later_date_is_never_more_urgent(days):
    day = TODAY + timedelta(days=days)
    sooner, later = urgency_of(day, TODAY), urgency_of(day + timedelta(days=1), TODAY)
    assert ORDER.index(sooner) <= ORDER.index(later)


@pytest.mark.queue_differs
@pytest.mark.django_db
def test_the_database_and_the_function_say_the_same(drive):
    case, owed = drive.case(), None
    for days in range(-12, 12):
        owed = drive.open_work(case, "early_advice.consider")
        Obligation.objects.filter(pk=owed.pk).update(due_on=timezone.localdate() + timedelta(days=days))
        row = Obligation.objects.with_urgency(timezone.localdate()).get(pk=owed.pk)
        assert row.urgency == urgency_of(row.due_on, timezone.localdate())


def test_the_lists_still_open_when_the_calendar_ends():
    last_day = date(years_held()[-1], 12, 29)
    assert urgency_of(last_day, last_day) == Urgency.SOON


@pytest.mark.parametrize(("year", "warned"), [(years_held()[-1] - 1, False), (years_held()[-1], True)])
def test_the_last_year_of_the_calendar_is_warned_of(year, warned):
    with time_machine.travel(datetime(year, 1, 2, 12, tzinfo=UTC)):
        assert bool(calendar_reaches_far_enough()) is warned
