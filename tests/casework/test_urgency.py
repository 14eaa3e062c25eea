from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from casework.obligations.models import Obligation
from casework.obligations.urgency import Urgency, urgency_of

TODAY = date(2026, 11, 24)
ORDER = [Urgency.CRITICAL, Urgency.OVERDUE, Urgency.SOON, Urgency.LATER]


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


@pytest.mark.django_db
def test_the_database_and_the_function_say_the_same(drive):
    case, owed = drive.case(), None
    for days in range(-12, 12):
        owed = drive.open_work(case, "early_advice.consider")
        Obligation.objects.filter(pk=owed.pk).update(due_on=timezone.localdate() + timedelta(days=days))
        row = Obligation.objects.with_urgency(timezone.localdate()).get(pk=owed.pk)
        assert row.urgency == urgency_of(row.due_on, timezone.localdate())
