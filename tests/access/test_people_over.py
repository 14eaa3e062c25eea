"""Whom the pages offer for a step of a case are those who may act in it, and nobody else."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile
from casework.people.choices import people_over
from casework.people.models import Membership, User
from casework.people.roles import WORKING_ROLES, Role, roles_in
from tests.access.test_scope import HELD, memberships, somebody  # noqa: F401
from tests.cast import person
from tests.wall.test_same_scope import SOME, keep

pytestmark = pytest.mark.django_db


def everywhere():
    """The cases that have come to the CPS and to witness care: every role has work in them."""
    return CaseFile.objects.filter(shared_with_cps_at__isnull=False, open_to_witness_care_at__isnull=False)


@given(held=st.lists(HELD, max_size=3), bars=SOME, closed=SOME, listed=SOME, active=st.booleans())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_who_is_offered_for_a_step_is_who_may_act_in_it(somebody, held, bars, closed, listed, active):  # noqa: F811
    with transaction.atomic():
        other = User.objects.exclude(pk=somebody.pk).get()
        joined = [each for each in memberships(somebody, held) if each.role in roles_in(each.organisation)]
        Membership.objects.bulk_create(joined, ignore_conflicts=True)
        keep(somebody, other, bars, closed, listed)
        User.objects.filter(pk=somebody.pk).update(is_active=active or len(bars) != 1)
        user = User.objects.get(pk=somebody.pk)
        asked = [(case, role) for case in everywhere() for role in WORKING_ROLES]
        offered = {each for each in asked if user in people_over(*each)}
        acting = {(case, role) for case, role in asked if actor_on(case, user, [role])}
        transaction.set_rollback(True)
    assert offered == acting


def test_an_officer_who_supervises_another_unit_is_not_offered_as_supervisor_of_their_own_case(drive, cast):
    elsewhere = cast.force.units.exclude(pk=cast.unit.pk).first()
    officer = person("risen", Role.SUPERVISOR, cast.force, elsewhere)
    case = drive.case()
    CaseFile.objects.filter(pk=case.pk).update(officer_in_case=officer)
    assert officer not in people_over(CaseFile.objects.get(pk=case.pk), Role.SUPERVISOR)
