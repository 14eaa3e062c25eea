"""Which rank late work has come to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.escalations.ladder import ladder_of, rungs_above
from casework.people.roles import CPS_ROLES, POLICE_ROLES, Role, Side, side_of

DUE_ON = date(2026, 11, 24)
roles = st.sampled_from(sorted(POLICE_ROLES | CPS_ROLES))


@pytest.mark.parametrize(
    ("today", "rank"),
    [
        (date(2026, 11, 24), None),
        (date(2026, 11, 26), None),
        (date(2026, 11, 27), "supervisor"),
        (date(2026, 11, 30), "supervisor"),
        (date(2026, 12, 1), "gatekeeper"),
        (date(2026, 12, 8), "meeting"),
    ],
)
def test_an_officers_work_goes_up_by_working_days(today, rank):
    reached = [rung.key for rung in rungs_above(Role.INVESTIGATOR) if rung.reached_on(DUE_ON) <= today]
    assert (reached[-1] if reached else None) == rank


def test_nobody_is_over_themselves():
    assert [rung.key for rung in rungs_above(Role.SUPERVISOR)] == ["gatekeeper", "meeting"]
    assert [rung.key for rung in rungs_above(Role.GATEKEEPER)] == ["meeting"]
    assert [rung.key for rung in rungs_above(Role.PROSECUTION_MANAGER)] == ["chief", "meeting"]
    assert [rung.key for rung in rungs_above(Role.PROSECUTOR)] == ["unit_head", "chief", "meeting"]


@pytest.mark.parametrize("side", Side)
def test_the_rungs_go_up_in_time_and_are_of_their_side(side):
    rungs = ladder_of(side)
    assert [rung.working_days_overdue for rung in rungs] == sorted({r.working_days_overdue for r in rungs})
    assert {side_of(rung.role) for rung in rungs} == {side}


@given(roles, st.dates(date(2024, 1, 1), date(2027, 6, 1)), st.integers(1, 60))
def test_the_day_by_which_work_was_due_agrees_with_the_day_on_which_it_is_reached(role, due_on, days):
    today = due_on.fromordinal(due_on.toordinal() + days)
    for rung in rungs_above(role):
        assert (due_on <= rung.due_before(today)) == (rung.reached_on(due_on) <= today)
