"""The rules of opening a restricted case in an emergency, each asked by itself: behind one stands another."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.access.kept import KeptPeople, barred_and_admitted
from casework.access.opened import case_opened, case_to_open, opening_role
from casework.access.restrictions import RESTRICTING_ROLES, case_open_again
from casework.people.models import User
from tests.access.keeping import barred, restricted
from tests.break_ins.opening import closed_case, opened
from workflows.engine import work

pytestmark = pytest.mark.django_db


def anew(person: User, **changed: object) -> User:
    User.objects.filter(pk=person.pk).update(**changed or {"is_active": True})
    return User.objects.get(pk=person.pk)


def test_whose_account_is_closed_finds_no_case_and_opens_it_in_no_role(drive, cast):
    case = closed_case(drive, cast)
    assert case_to_open(anew(cast.investigator2), case.urn) == case
    closed = anew(cast.investigator2, is_active=False)
    assert (case_to_open(closed, case.urn), opening_role(case, closed)) == (None, None)


def test_who_looks_after_victims_finds_none(drive, cast):
    case = closed_case(drive, cast)
    case.open_to_witness_care_at = timezone.now()
    case.save(update_fields=["open_to_witness_care_at"])
    assert case_to_open(cast.witness_care, case.urn) is None


def test_a_case_that_is_restricted_no_more_is_none_to_open(drive, cast):
    case = closed_case(drive, cast)
    by = {"by": cast.supervisor, "roles": RESTRICTING_ROLES, "at": timezone.now()}
    work.act_on_case(case=case, verb=case_open_again, reason="So", **by)
    assert case_to_open(anew(cast.investigator2), case.urn) is None


def test_who_is_on_the_list_of_another_case_or_barred_from_it_opens_this_one(drive, cast):
    restricted(drive.case(), cast.investigator2, by=cast.supervisor)
    barred(drive.case(), cast.investigator2, by=cast.supervisor)
    case = closed_case(drive, cast)
    assert case_to_open(anew(cast.investigator2), case.urn) == case


def test_a_case_that_was_opened_knows_until_when_and_costs_nothing_to_who_opens_none(drive, cast):
    case = closed_case(drive, cast)
    made = opened(case, cast.investigator2)
    found = case_opened(anew(cast.investigator2), case.urn, timezone.now())
    assert (found, found.opened_until) == (case, made.ends_at)
    nobody = anew(cast.investigator2, is_active=False), anew(cast.liaison)
    for person in nobody:
        assert person.memberships_held
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert case_opened(person, case.urn, timezone.now()) is None
        assert len(asked) == 0


def test_of_an_erased_case_who_was_barred_and_who_was_on_its_list_is_kept(drive, cast):
    open_case, case = drive.case(), closed_case(drive, cast)
    for each in (open_case, case):
        barred(each, cast.gatekeeper2, by=cast.supervisor)
    assert barred_and_admitted(open_case) == ([cast.gatekeeper2.pk], None)
    people, admitted = barred_and_admitted(case)
    assert (people, set(admitted)) == (
        [cast.gatekeeper2.pk],
        {cast.investigator.pk, cast.supervisor.pk, cast.manager.pk},
    )
    kept = KeptPeople([case.pk, open_case.pk])
    assert kept.not_barred(case.pk, [cast.gatekeeper2.pk, cast.gatekeeper.pk]) == {cast.gatekeeper.pk}
