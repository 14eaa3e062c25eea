"""The database works out the same scope as the policy, each from the rows and neither from the other."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.access.models import CaseAdmission, CaseBar, CaseRestriction
from casework.access.policy import cases_administered_by
from casework.audit.who import ADMINISTERS, Acting, acting_as
from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.people.models import Membership, User
from tests.access.test_scope import HELD, memberships, somebody, work_of_every_kind  # noqa: F401
from tests.wall.role import acting_as_role, roles_require

pytestmark = pytest.mark.django_db
# Which of the cases somebody is barred from, which are restricted, and on whose list they are.
SOME = st.sets(st.integers(0, 31), max_size=6)


def keys_behind_the_wall(user: User, model: type, **how: object) -> set:
    with acting_as(Acting(person=user.pk, **how)), acting_as_role():
        return set(model._default_manager.order_by().values_list("pk", flat=True))


def keep(user: User, by: User, bars: set[int], closed: set[int], listed: set[int]) -> None:
    """Of each kind the first has ended already."""
    cases, at = list(CaseFile.objects.order_by("urn")), timezone.now()
    for number in bars:
        _spell(CaseBar, cases, number, by, at, person=user, kind="relative")
    for number in closed:
        _spell(CaseRestriction, cases, number, by, at)
        if number in listed:
            _spell(CaseAdmission, cases, number, by, at, person=user)


def _spell(model: type, cases: list[CaseFile], number: int, by: User, at: datetime, **of: object) -> None:
    over = {"ended_at": at, "ended_by": by} if not number else {}
    case = cases[number]
    model.objects.create(case_file=case, reason="So", begun_at=at, begun_by=by, **of, **over)


@given(held=st.lists(HELD, max_size=3), bars=SOME, closed=SOME, listed=SOME, active=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_wall_shows_the_cases_that_the_policy_shows(somebody, held, bars, closed, listed, active):  # noqa: F811
    roles_require()
    with transaction.atomic():
        other = User.objects.exclude(pk=somebody.pk).get()
        Membership.objects.bulk_create(memberships(somebody, held), ignore_conflicts=True)
        keep(somebody, other, bars, closed, listed)
        User.objects.filter(pk=somebody.pk).update(is_active=active or len(bars) != 1)
        user = User.objects.get(pk=somebody.pk)
        policy = set(CaseFile.objects.visible_to(user).values_list("pk", flat=True))
        repaired = set(CaseFile.objects.filter(cases_administered_by(user)).values_list("pk", flat=True))
        wall = keys_behind_the_wall(user, CaseFile)
        administering = keys_behind_the_wall(user, CaseFile, purpose=ADMINISTERS)
        transaction.set_rollback(True)
    assert wall == policy
    assert administering == policy | repaired


@given(held=st.lists(HELD, max_size=3), bars=SOME, closed=SOME)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_wall_shows_the_work_of_the_cases_that_it_shows_and_no_other(somebody, held, bars, closed):  # noqa: F811
    roles_require()
    with transaction.atomic():
        other = User.objects.exclude(pk=somebody.pk).get()
        Membership.objects.bulk_create(memberships(somebody, held), ignore_conflicts=True)
        work_of_every_kind(somebody, other)
        keep(somebody, other, bars, closed, set())
        user = User.objects.get(pk=somebody.pk)
        cases, wall = keys_behind_the_wall(user, CaseFile), keys_behind_the_wall(user, Obligation)
        of_cases = set(Obligation.objects.filter(case_file__in=cases).values_list("pk", flat=True))
        found = set(Obligation.objects.workable_by(user).values_list("pk", flat=True))
        transaction.set_rollback(True)
    assert wall == of_cases
    assert found <= wall


def test_nobody_named_sees_nothing(somebody):  # noqa: F811
    roles_require()
    for who in (Acting(), Acting(person=0), Acting(person=10**9)):
        with acting_as(who), acting_as_role():
            assert not CaseFile.objects.exists()
    with acting_as_role(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('casework.who', '', true)")
        cursor.execute("SELECT count(*) FROM casework_casefile")
        assert cursor.fetchone() == (0,)
