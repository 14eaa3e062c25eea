"""Work that stays undone is told rank by rank, to whom the force has named, beside who owes it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.deadlines.holidays import bank_holidays
from casework.escalations.services import escalation_post_name
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, User
from casework.people.roles import Role
from notifications.models import Notice
from notifications.notices.sweep import sweep
from tests.notifications.conftest import london

pytestmark = pytest.mark.queue_differs


def told() -> set[str]:
    return set(Notice.objects.values_list("recipient__username", flat=True))


@pytest.fixture
def gatekeeper(person, force):
    """A gatekeeper works for the force, not for a unit."""
    made = person("gill", Role.GATEKEEPER)
    Membership.objects.filter(person=made).update(unit=None)
    return made


def test_three_working_days_late_the_supervisor_of_the_unit_is_told_as_well(owe, person, force):
    elsewhere = Unit.objects.create(organisation=force, code="T2", name="Another unit")
    person("sam", Role.SUPERVISOR)
    person("sid", Role.SUPERVISOR, unit=elsewhere)
    owe()
    sweep(now=london(26))
    assert told() == {"alice"}
    sweep(now=london(27))
    assert told() == {"alice", "sam"}


def test_the_next_rank_follows_and_one_that_an_outage_went_over_is_told_too(owe, person, gatekeeper):
    person("sam", Role.SUPERVISOR)
    owe()
    sweep(now=london(1, month=12))
    assert told() == {"alice", "sam", "gill"}


def named(force: Organisation, chief: User) -> None:
    rung = {"organisation": force, "rung": "gatekeeper"}
    escalation_post_name(**rung, post="Detective Inspector", person=chief, former=None)


def test_whom_the_force_has_named_is_told_in_place_of_all(owe, person, gatekeeper, force):
    chief = person("claire", Role.GATEKEEPER)
    escalation_post_name(
        organisation=force, rung="gatekeeper", post="Detective Inspector", person=chief, former=None
    )
    owe()
    sweep(now=london(1, month=12))
    assert told() == {"alice", "claire"}


def test_somebody_named_whose_account_is_closed_leaves_it_to_the_role(owe, person, gatekeeper, force):
    chief = person("claire", Role.GATEKEEPER, is_active=False)
    escalation_post_name(
        organisation=force, rung="gatekeeper", post="Detective Inspector", person=chief, former=None
    )
    owe()
    sweep(now=london(1, month=12))
    assert told() == {"alice", "gill"}


def test_somebody_named_who_has_left_the_role_leaves_it_to_the_role(owe, person, gatekeeper, force):
    chief = person("claire", Role.GATEKEEPER)
    escalation_post_name(
        organisation=force, rung="gatekeeper", post="Detective Inspector", person=chief, former=None
    )
    Membership.objects.filter(person=chief).update(ends_on=london(2).date())
    owe()
    sweep(now=london(1, month=12))
    assert told() == {"alice", "gill"}


def test_a_rank_costs_two_queries_however_much_is_late(owe, person):
    person("sam", Role.SUPERVISOR)
    # The calendar is read once.
    bank_holidays()
    counts = []
    for number in (1, 30):
        for _ in range(number):
            owe()
        with CaptureQueriesContext(connection) as captured:
            sweep(now=london(27))
        counts.append(len(captured))
    assert counts[0] == counts[1]
