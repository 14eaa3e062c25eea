"""While somebody is away, who stands in for them is told too."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.absences.models import Absence
from casework.organisations.models import Unit
from casework.people.models import Membership
from casework.people.roles import Role
from notifications.notices.holders import Holders
from notifications.notices.recipients import recipients_of
from notifications.notices.sweep import sweep
from tests.notifications.conftest import DUE_ON, london
from tests.notifications.test_sweep import told

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]


def away(person, stand_in, starts_on: date = DUE_ON, ends_on: date = DUE_ON) -> Absence:
    return Absence.objects.create(
        person=person,
        stand_in=stand_in,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=person,
        recorded_at=london(10),
    )


def names_told(owe, **details) -> set[str]:
    owe(**details)
    sweep(now=london(24))
    return {name for name, _, _ in told()}


def test_the_owner_and_who_stands_in(owe, person, alice):
    away(alice, person("bob"))
    person("charlie")
    assert names_told(owe) == {"alice", "bob"}


@pytest.mark.parametrize(
    ("from_day", "to_day", "covered"),
    [(-3, -1, False), (-3, 0, True), (0, 0, True), (0, 3, True), (1, 3, False)],
)
def test_only_on_the_days_away(owe, person, alice, from_day, to_day, covered):
    away(alice, person("bob"), DUE_ON + timedelta(from_day), DUE_ON + timedelta(to_day))
    assert ("bob" in names_told(owe)) is covered


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(starts=st.integers(-5, 5), length=st.integers(0, 5))
def test_on_any_days_the_owner_is_told_and_the_stand_in_just_while_they_are_away(
    owe, person, alice, starts, length
):
    bob = Membership.objects.filter(person__username="bob").first()
    bob = bob.person if bob else person("bob")
    Absence.objects.all().delete()
    away(alice, bob, DUE_ON + timedelta(starts), DUE_ON + timedelta(starts + length))
    work = owe()
    covered = starts <= 0 <= starts + length
    assert recipients_of([work], Holders(DUE_ON)) == {work.pk: {alice.pk, bob.pk} if covered else {alice.pk}}


def test_not_who_stands_in_but_has_not_this_role(owe, person, alice):
    away(alice, person("sam", Role.SUPERVISOR))
    assert names_told(owe) == {"alice"}


def test_not_who_stands_in_from_another_unit_and_may_not_see_the_case(owe, person, alice, force):
    other = Unit.objects.create(organisation=force, code="T2", name="Another unit")
    away(alice, person("olive", unit=other))
    assert names_told(owe) == {"alice"}


def test_not_whose_account_is_closed(owe, person, alice):
    away(alice, person("bob", is_active=False))
    assert names_told(owe) == {"alice"}


def test_the_pool_when_the_owner_has_left_whoever_stood_in(owe, person, alice):
    away(alice, person("bob"))
    person("charlie")
    Membership.objects.filter(person=alice).update(ends_on=date(2026, 11, 1))
    assert names_told(owe) == {"bob", "charlie"}


def test_unclaimed_work_goes_to_its_pool_whoever_is_away(owe, person, alice):
    away(alice, person("sam", Role.SUPERVISOR))
    assert names_told(owe, owner=None) == {"alice"}


def test_the_number_of_queries_does_not_grow(owe, person, alice, django_assert_num_queries):
    away(alice, person("bob"))
    for _ in range(20):
        work = owe()
    works = list(type(work).objects.all())
    with django_assert_num_queries(3):
        recipients_of(works, Holders(DUE_ON))
